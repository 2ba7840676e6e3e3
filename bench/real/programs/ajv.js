// ajv compiles a JSON schema to code and checks with it.
'use strict';
const Ajv = require('ajv').default;
const ajv = new Ajv({ allErrors: true });
const check = ajv.compile({
  type: 'object', required: ['name', 'list'], additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$', minLength: 2 }, list: { type: 'array', items: { $ref: '#/definitions/item' }, uniqueItems: true },
    either: { oneOf: [{ type: 'number' }, { enum: ['a', 'b'] }] },
  },
  definitions: { item: { type: 'integer', minimum: 1, multipleOf: 2 } },
});
for (const value of [{ name: 'ok', list: [2, 4] }, { name: 'X', list: [1, 1, 'a'], more: 1, either: 'c' }, 5]) {
  console.log(check(value), check.errors);
}
