// `why FILE`: what keeps an object of a program alive, who did it, and what
// would fall out without a reference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const file = fixture('why.js');

async function why(...args) {
  const { status, stdout, stderr } = await glassheap(['why', file, ...args]);
  assert.equal(status, 0, stderr);
  return stdout;
}
const json = async (...args) => JSON.parse(await why(...args, '--json'));
const fails = async (status, message, ...args) => {
  const result = await glassheap(['why', file, ...args]);
  assert.equal(result.status, status, result.stderr);
  assert.match(result.stderr, message);
  assert.equal(result.stdout, '');
};

// Of the script's last statement: one instruction behind the one that ended it.
async function lastMoment() {
  const { state } = await json('--at', '47', '--cut', 'cache.last');
  const [tick, step] = state.moment.split('.').map(Number);
  return `${tick}.${step + 4}`;
}

// "name line text" of each hop.
const hops = (chain) => chain.map(({ name, made }) =>
  `${name} ${made?.where?.line ?? '-'} ${made?.where?.text ?? ''}`.trim());

test('each hop of a chain has the statement that made it', async () => {
  const { why: { target, alive, chains } } = await json('cache.items[7]');
  assert.equal(target.class, 'Object');
  assert.equal(alive, true);
  assert.deepEqual(chains.map(hops), [
    ['variables of the script -',
      'cache 2 const cache = { items: [], byName: new Map(), last: null };',
      'last 12 cache.last = cache.items[7];'],
    ['variables of the script -',
      'cache 2 const cache = { items: [], byName: new Map(), last: null };',
      'items 2 const cache = { items: [], byName: new Map(), last: null };',
      '[7] 6 cache.items.push(thing);'],
  ]);
});

test('items of arrays and entries of Maps know who put them there', async () => {
  const { why: { chains } } = await json('cache.byName<1>');
  assert.deepEqual(hops(chains[0]).slice(-1),
    ['[10] 6 cache.items.push(thing);']);
  assert.deepEqual(hops(chains[1]).slice(2), [
    'byName 2 const cache = { items: [], byName: new Map(), last: null };',
    'value 1 7 cache.byName.set(thing.name, thing);']);
});

test('a reference that is made again is made by the last one', async () => {
  const { why: { chains } } = await json('cache.items[3]');
  assert.deepEqual(hops(chains[0]).slice(-1),
    ['[3] 13 cache.items[3] = cache.items[3];']);
  const before = await json('cache.items[3]', '--at', '13');
  assert.deepEqual(hops(before.why.chains[0]).slice(-1),
    ['[3] 6 cache.items.push(thing);']);
});

test('a closure keeps its environment since it was made', async () => {
  const { why: { chains } } = await json('emitter.listeners[0].environment.big');
  assert.deepEqual(hops(chains[0]).slice(1), [
    'emitter 19 const emitter = new Emitter();',
    'listeners 16 listeners = []',
    '[0] 17 this.listeners.push(listener);',
    'environment 22 emitter.on(() => big.length);',
    'big 21 function listen(big) { ...']);
});

test('variables that lie in registers', async () => {
  const { why: { chains } } = await json('local', '--at', '37');
  assert.equal(chains[0][0].name, 'local');
  assert.equal(chains[0][0].root, 'variable');
  assert.deepEqual(hops(chains[0]),
    ["local 35 local = { in: 'the second' };"]);
  const inner = await json('inner', '--at', '30:3');
  assert.deepEqual(hops(inner.why.chains[0]), ['inner 29 const inner = { i };']);
});

test('timers', async () => {
  const { why: { chains } } = await json('timer 1', '--at', await lastMoment());
  assert.match(hops(chains[0])[0], /^timer 1 47 setTimeout\(/);
});

test('what last wrote a variable, and where an object was allocated', async () => {
  const made = async (...args) => {
    const { where } = (await json(...args)).why.made;
    return `${where.line} ${where.text}`;
  };
  assert.equal(await made('count', '--wrote', '--at', '28'), '27 count = 6;');
  assert.equal(await made('count', '--wrote', '--at', '39'),
    '30 count += inner.i;');
  assert.equal(await made('cache.last', '--wrote'),
    '12 cache.last = cache.items[7];');
  assert.equal(await made('cache.last.i', '--wrote'),
    '5 const thing = { i, name: `thing ${i}` };');
  assert.equal(await made('cache.byName<2>', '--allocated'),
    '5 const thing = { i, name: `thing ${i}` };');
});

test('when an object dies, and what cut its last reference', async () => {
  const died = async (...args) => (await json(...args, '--died')).why;
  const { alive, cut, freed } = await died('dying', '--at', '42');
  assert.equal(alive, false);
  assert.equal(`${cut.where.line} ${cut.where.text}`, '43 dying = null;');
  assert.match(freed, /^\d+\.\d+$/);
  const inner = await died('dying.a', '--at', '42');
  assert.equal(inner.cut.where.text, 'other.length = 0;');
  const local = await died('local', '--at', '37');
  assert.equal(local.cut.where.text, 'return local.in + ticks.length;');
  const never = await died('cache', '--at', '42');
  assert.equal(never.alive, true);
  assert.match(never.end, /\.end$/);
  assert.equal((await died('cache')).alive, true);
  /* dead already: looked for in the past */
  const { why: { target } } = await json('dying', '--at', '43');
  const late = await died(`@${target.address.toString(16)}`, '--at', '44');
  assert.equal(late.cut.where.text, 'dying = null;');
  assert.deepEqual(await died('dying', '--at', '42'),
    await died('dying', '--at', '42'));
});

test('what falls out when edges are cut', async () => {
  const { whatIf } = await json('--cut', 'cache.items');
  assert.equal(whatIf.edges[0].edge, 'cache.items');
  const of = (name) => whatIf.classes.find((each) => each.class === name);
  /* three are in the Map, one is the last */
  assert.equal(of('Object').count, 26);
  assert.equal(of('Array').count, 1);
  const all = await json('--cut', 'cache.items,cache.byName,cache.last');
  assert.equal(all.whatIf.classes.find((each) => each.class === 'Object').count,
    30);
  const { whatIf: array } = await json('--cut', 'emitter.listeners[0]');
  assert.ok(array.bytes > 8000);
  const { whatIf: timer } = await json('--cut', 'timer 1', '--at',
    await lastMoment());
  assert.equal(timer.classes.some((each) => each.class === 'Timeout'), true);
});

test('the same answer at every visit', async () => {
  const first = await why('cache.items[7]', '--at', '46');
  assert.equal(await why('cache.items[7]', '--at', '46'), first);
});

test('for people', async () => {
  const text = await why('cache.last', '--cut', 'cache.items');
  assert.match(text, /^At \d+\.\w+\ncache\.last @\w+ {2}\{i, name\}, \d+ B\n/);
  assert.match(text, /\.last {2}\{i, name\} @\w+\n +.*why\.js:12:\d+ at \d+\.\d+ {2}cache\.last = /);
  assert.match(text, /Without cache\.items\na collection frees \d+ objects, /);
});

test('what is wrong is said', async () => {
  await fails(2, /there is no variable nothing here/, 'nothing');
  await fails(2, /`cache` has no \.itms/, 'cache.itms');
  await fails(2, /`cache\.items` has no \[99\]/, 'cache.items[99]');
  await fails(2, /timer 7: nothing waits there/, 'timer 7');
  await fails(2, /no cell at that address/, '@123');
  await fails(2, /why what\? Give an expression/);
  await fails(2, /an address alone is no edge/, '--cut', '@434a0'.slice(0, 0) || 'globalThis');
  await fails(5, /no moment 99999\.0: the run ends at/, 'cache', '--at', '99999.0');
  await fails(2, /--limit wants a number from 1 to 50/, 'cache', '--limit', '0');
});
