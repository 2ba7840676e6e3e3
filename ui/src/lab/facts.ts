// The facts of the cheatsheet: small programs, run on the engine when the sheet
// is drawn, and what it says of them. So the sheet cannot say what is not so.
import { request } from '../connection.ts';
import type { Collector, Variable } from '../protocol.ts';
import { index, readDocument } from './content.ts';

async function run(source: string, collector: Collector = 'marking') {
  await request('Lab.run', { source, collector });
  await request('Time.seek', { moment: 'end' });
}

async function variables(): Promise<Variable[]> {
  const { frames } = await request('Stack.describe', {});
  return frames.at(-1)?.variables ?? [];
}

export interface Fact {
  code: string;
  said: string;
}

// ---- The order of things ---------------------------------------------------

const ORDER = `setTimeout(() => console.log('timer'), 0);
Promise.resolve().then(() => console.log('promise job'));
process.nextTick(() => console.log('nextTick'));
setImmediate(() => console.log('immediate'));
console.log('script');`;

export async function order(): Promise<string[]> {
  await run(ORDER);
  const { lines } = await request('Console.describe', { from: 0 });
  return lines.map(({ text }) => text.trim());
}

// ---- Where values live -----------------------------------------------------

const PLACES = `let number = 1;
let text = 'two';
let object = { three: 3 };
let captured = 4;
const closure = () => captured;
closure();`;

const placeOf = ({ place, value }: Variable): string =>
  `${place === 'register' ? 'a register of the frame' : 'an environment, on ' +
    'the heap'}; the word ${value.in === 'word' ? 'is the value'
    : 'refers to a cell'}`;

export async function places(): Promise<Fact[]> {
  await run(PLACES);
  return (await variables()).filter(({ name }) => name !== 'closure')
    .map((variable) => ({
      code: PLACES.split('\n').find((line) =>
        line.startsWith(`let ${variable.name} `)) ?? variable.name,
      said: placeOf(variable),
    }));
}

// ---- Caches ----------------------------------------------------------------

const CALLS = ['{ x: 1 }', '{ x: 2 }', '{ x: 3, a: 0 }', '{ x: 4, b: 0 }',
  '{ x: 5, c: 0 }', '{ x: 6, d: 0 }', '{ x: 7, e: 0 }'];

/** The state of the cache in `o => o.x` after so many calls. */
async function stateAfter(calls: number): Promise<string> {
  await run(`let getX = (o) => o.x;\n${CALLS.slice(0, calls).map((object) =>
    `getX(${object});`).join('\n')}\n`);
  const address = (await variables()).find(({ name }) =>
    name === 'getX')?.value.address;
  const cell = await request('Heap.object', { address: address! });
  const code = await request('Code.describe',
    { address: cell.function!.code! });
  return code.caches[0]?.state ?? '';
}

export async function caches(): Promise<Fact[]> {
  const facts = [{ code: 'before any call', said: await stateAfter(0) }];
  for (let calls = 1; calls <= CALLS.length; calls++) {
    facts.push({ code: `getX(${CALLS[calls - 1]})`,
      said: await stateAfter(calls) });
  }
  return facts;
}

// ---- Elements --------------------------------------------------------------

const ARRAYS: Record<string, string> = {
  a: '[1, 2]', b: '[1, 2.5]', c: "[1, 'two']", d: '[1, , 3]',
  e: '[1.5, , 3]', f: "['a', , 'c']",
  g: 'Object.assign([], { 1e6: 1 })', h: 'Object.freeze([1])',
};

export async function elements(): Promise<Fact[]> {
  await run(Object.entries(ARRAYS).map(([name, code]) =>
    `let ${name} = ${code};`).join('\n'));
  const facts = [];
  for (const { name, value } of await variables()) {
    const cell = await request('Heap.object', { address: value.address! });
    facts.push({ code: ARRAYS[name] ?? name, said: cell.elements?.kind ?? '' });
  }
  return facts;
}

// ---- What keeps alive --------------------------------------------------------

/** Each is the only thing that is left of `it`, in a function that returned. */
const KEEPERS: Record<string, string> = {
  'a variable of the script': 'held = it;',
  'an entry of a Map': "held = new Map([['key', it]]);",
  'a key of a WeakMap': 'held = new WeakMap([[it, 1]]);',
  'a WeakRef': 'held = new WeakRef(it);',
  'a closure that names it': 'held = () => it;',
  'a closure beside one that names it': 'let other = 1; (() => it); ' +
    'held = () => other;',
  'a closure beside, where none names it': 'let other = 1; ' +
    'held = () => other;',
  'a timer': 'setTimeout(() => it, 1e6);',
  'what waits for a promise nobody can settle':
    'new Promise(() => {}).then(() => it);',
  'a cycle': 'it.self = it;',
};

/** Whether `it` is still reached after a collection, a turn of the loop later: a
 * WeakRef that was just made holds on until then. */
async function isKept(code: string): Promise<boolean> {
  await run(`let held;
function keep() {
  let it = { sought: true };
  ${code}
}
keep();
setImmediate(() => {
  gc();
  held;
});
`);
  await request('Time.line', { line: 4 });
  const { frames } = await request('Stack.describe', {});
  const address = frames.find(({ native }) => !native)?.variables
    .find(({ name }) => name === 'it')?.value.address;
  await request('Time.line', { line: 9 });
  const { alive } = await request('Why.alive', { address: address! });
  return alive;
}

export async function keepers(): Promise<Fact[]> {
  const facts = [];
  for (const [who, code] of Object.entries(KEEPERS)) {
    facts.push({ code: who, said: await isKept(code) ? 'keeps' : 'does not' });
  }
  return facts;
}

// ---- Two collectors ----------------------------------------------------------

const STEPS = ["let a = { n: 'a' };", "let b = { n: 'b' };", 'a.b = b;',
  'b.a = a;', 'a = null;', 'b = null;'];

/** How many of the two objects there are after each step and a collection. */
async function aliveUnder(collector: Collector): Promise<number[]> {
  const counts = [];
  for (let step = 1; step <= STEPS.length; step++) {
    await run(`${STEPS.slice(0, step).join('\n')}\ngc();\n`, collector);
    const { kinds } = await request('Heap.totals', {});
    counts.push(kinds.find(({ kind }) => kind === 'OBJECT')?.count ?? 0);
  }
  await run('gc();\n', collector);
  const { kinds } = await request('Heap.totals', {});
  const ours = kinds.find(({ kind }) => kind === 'OBJECT')?.count ?? 0;
  return counts.map((count) => count - ours);
}

export interface Frame {
  code: string;
  marking: number;
  counting: number;
}

export async function collectors(): Promise<Frame[]> {
  const marking = await aliveUnder('marking');
  const counting = await aliveUnder('counting');
  return STEPS.map((code, at) =>
    ({ code, marking: marking[at]!, counting: counting[at]! }));
}

// ---- Leaks -----------------------------------------------------------------

/** The leaks of the sandbox, each with the reference to cut. */
export async function leaks(): Promise<Fact[]> {
  const documents = await Promise.all(index.sandbox.map(({ name }) =>
    readDocument('sandbox', name)));
  return documents.filter(({ meta }) => meta.kind === 'flawed')
    .map(({ meta }) => ({
      code: meta.title!.replaceAll('`', ''),
      said: meta.cut!.replaceAll('`', ''),
    }));
}
