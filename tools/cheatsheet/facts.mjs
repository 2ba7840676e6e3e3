// What the cheatsheet says of the engine, asked of the engine: each function
// runs small programs and gives what was so. Nothing here knows the answers.

// ---- The order of things ---------------------------------------------------

const ORDER = `
setTimeout(() => {
  console.log('timer');
  Promise.resolve().then(() => console.log('its job'));
}, 0);
setTimeout(() => console.log('next timer'), 0);
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('job'));
process.nextTick(() => console.log('tick'));
console.log('script');
`;

/** What came when, from the first line to the last. */
export const order = (engine) => engine.linesOf(ORDER);

// ---- Where values live -----------------------------------------------------

export const VALUES = `let n = 20, copy = n;
let cart = { total: 20 };
let alias = cart, spread = { ...cart };
let seen = 1;
const look = () => seen;
copy = 30; alias.total = 99;
`;

/** Stack and heap, as the engine has them. */
export const values = (engine) => engine.show(VALUES);

// ---- Shapes and caches -----------------------------------------------------

export const SHAPES = `let a = {}; a.x = 1; a.y = 2;
let b = {}; b.x = 3; b.y = 4;
let c = {}; c.y = 5; c.x = 6;
let d = { x: 7, y: 8 };
`;

/** The Shapes that have these keys and no others. */
export function shapes(engine) {
  const known = engine.show(SHAPES).shapes.shapes;
  const ours = known.filter(({ text, prototype, dictionary }) =>
    !dictionary && /^\{(x|y|x, y|y, x)?\}$/.test(text) &&
    prototype?.class === 'Object');
  const empty = ours.find(({ text, count, parent }) =>
    text === '{}' && count === 0 && parent === null);
  return ours.filter(({ parent, literal, count }) => count > 0 || !literal)
    .filter((shape) => shape.count > 0 || shape === empty);
}

const KEYS = ['', 'a', 'b', 'c', 'd', 'e', 'f'];

/** The state of the cache in `o => o.x` after objects of so many Shapes. */
export function caches(engine) {
  return [0, 1, 2, 3, 4, 5, 6].map((count) => {
    const calls = KEYS.slice(0, count).map((key) =>
      `getX({ x: 1${key && `, ${key}: 0`} });`).join('\n');
    const { code } = engine.show(
      `function getX(o) {\n  return o.x;\n}\n${calls}\ngetX({ x: 1 });\n`,
      '--at', `2:${count + 1}`);
    return { count, state: code.caches[0].state };
  });
}

// ---- Elements --------------------------------------------------------------

const ARRAYS = ['[1, 2]', '[1, 2.5]', "[1, 'two']", '[1, , 3]', '[1.5, , 3]',
  "['a', , 'c']"];
const SPARSE = 'a = []; a[1e6] = 1';

/** Of each array the kind of its elements, and what steps lead to. */
export function elements(engine) {
  const kindsOf = (text) => engine.show(text).graph.nodes
    .filter(({ kind }) => kind === 'ARRAY').map(({ elements: kind }) => kind);
  const kinds = kindsOf(ARRAYS.map((code, at) =>
    `let a${at} = ${code};`).join('\n'));
  const [pushed] = kindsOf('let a = [1]; a.push(2.5);');
  const [filled] = kindsOf('let a = [1, , 3]; a[1] = 2;');
  const [sparse] = kindsOf(`let ${SPARSE};`);
  const [popped] = kindsOf('let a = [1, 2.5]; a.pop();');
  return {
    kinds: ARRAYS.map((code, at) => ({ code, kind: kinds[at] })),
    sparse: { code: SPARSE, kind: sparse }, pushed, filled, popped,
  };
}

// ---- What keeps alive ------------------------------------------------------

/** Each is the only thing that is left of `it`, in a function that returned. */
const KEEPERS = {
  'a variable of the script': 'held = it;',
  'an entry of a Map': "held = new Map([['key', it]]);",
  'a closure that names it': 'held = () => it;',
  'a closure beside one that names it': 'let other = 1; (() => it); ' +
    'held = () => other;',
  'a timer that waits': 'setTimeout(() => it, 1e6);',
  'a listener': "held = new EventTarget(); " +
    "held.addEventListener('x', () => it);",
  'a closure beside, none names it': 'let other = 1; held = () => other;',
  'a promise nobody can settle': 'new Promise(() => {}).then(() => it);',
  'a cycle': 'it.self = it;',
  'a key of a WeakMap': 'held = new WeakMap([[it, 1]]);',
  'that key, when its value refers to it': 'held = new WeakMap(' +
    '[[it, { it }]]);',
  'a WeakRef': 'held = new WeakRef(it);',
};

const keeperProgram = (code) => `let held;
function keep() {
  let it = { sought: true };
  ${code}
  return new WeakRef(it);
}
const seen = keep();
// a WeakRef that was just made holds on until the turn is over
setTimeout(() => {
  gc();
  console.log(seen.deref() ? 'kept' : 'gone', typeof held);
  process.exit();
}, 5);
`;

export const keepers = (engine) => Object.entries(KEEPERS).map(
  ([who, code]) => ({
    who, isKept: engine.linesOf(keeperProgram(code))[0].startsWith('kept'),
  }));

// ---- Two collectors --------------------------------------------------------

const STEPS = ["let a = { n: 'a' };", "let b = { n: 'b' };", 'a.b = b;',
  'b.a = a;', 'a = null;', 'b = null;'];

const aliveProgram = (count) => `var to_b;
${STEPS.slice(0, count).join('\n').replaceAll('let ', 'var ').replaceAll(
  /^var (\w) = .*$/gm, '$&\nvar to_$1 = new WeakRef($1);')}
setTimeout(() => {
  gc();
  const [first, second] = [to_a.deref(), to_b?.deref()];
  console.log(JSON.stringify({
    alive: { a: first !== undefined, b: second !== undefined },
    edges: { ab: first?.b !== undefined, ba: second?.a !== undefined },
  }));
}, 5);
`;

/** After so many steps and a collection: what the variables refer to, and what
 * is there, under either collector. */
function frameOf(engine, count) {
  const under = (collector) => JSON.parse(engine.linesOf(
    aliveProgram(count), '--collector', collector)[0]);
  const { graph, stack } =
    engine.show(`${STEPS.slice(0, count).join('\n')}\n`);
  const names = new Map(graph.nodes.map((node) => [node.address,
    node.fields.find(({ name }) => name === 'n')?.value.text
      .replaceAll(/['"]/g, '')]));
  return {
    code: STEPS[count - 1],
    variables: stack.frames[0].variables.map(({ name, value }) =>
      ({ name, to: names.get(value.address) ?? null })),
    marking: under('marking'), counting: under('counting'),
  };
}

export const collectors = (engine) =>
  STEPS.map((_, at) => frameOf(engine, at + 1));

// ---- The words of a snapshot -----------------------------------------------

const SNAPSHOT = `class Cache {} class Left {} class Right {} class Rows {}
globalThis.cache = new Cache();
cache.left = new Left(); cache.right = new Right();
cache.left.rows = cache.right.rows = new Rows();
cache.left.own = new Array(100).fill(1);
cache.left.rows.list = new Array(200).fill(1);
`;

/** Sizes and distances of four objects: {Cache: {self, retained, distance}}. */
export const snapshot = (engine) => Object.fromEntries(
  ['Cache', 'Left', 'Right', 'Rows'].map((name) => {
    const { self, retained, distance } =
      engine.classesOf(SNAPSHOT, name).find((each) => each.name === name);
    return [name, { self, retained, distance }];
  }));

// ---- A hunt ----------------------------------------------------------------

const bytesOf = ({ rounds }) => rounds.slice(1).map(({ used }, at) =>
  used - rounds[at].used);

/** What rounds leave behind before and after the fix of a leak. */
export function hunt(engine, folder, { action }) {
  const flawed = engine.grow(`${folder}/flawed.js`, action);
  const fixed = engine.grow(`${folder}/fixed.js`, action);
  return { before: bytesOf(flawed), after: bytesOf(fixed),
    used: flawed.rounds.map(({ used }) => used) };
}
