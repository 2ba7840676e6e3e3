// zod checks values.
'use strict';
const { z } = require('zod');
const User = z.object({
  name: z.string().min(2), age: z.number().int().positive().optional(), email: z.email(),
  tags: z.array(z.string()).default([]), role: z.enum(['admin', 'user']), nested: z.object({ x: z.union([z.string(), z.number()]) }),
  when: z.coerce.date().optional(),
});
console.log(User.parse({ name: 'Ann', email: 'a@b.co', role: 'user', nested: { x: 1 }, when: '2020-01-01T00:00:00Z' }));
const bad = User.safeParse({ name: 'A', age: -1.5, email: 'nope', role: 'root', nested: { x: null } });
console.log(bad.success, JSON.stringify(bad.error.issues, null, 1));
console.log(z.prettifyError(bad.error));
console.log(z.string().transform((s) => s.length).pipe(z.number().max(3)).safeParse('long').success);
const Tree = z.lazy(() => z.object({ value: z.number(), children: z.array(Tree) }));
console.log(Tree.parse({ value: 1, children: [{ value: 2, children: [] }] }));
console.log(z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), n: z.number() }), z.object({ kind: z.literal('b') })]).safeParse({ kind: 'c' }).error.issues);
console.log(JSON.stringify(z.toJSONSchema(z.object({ a: z.string().min(1), b: z.number().optional() }))));
console.log(z.string().refine((s) => s.startsWith('x'), 'must start with x').safeParse('y').error.issues[0].message);
