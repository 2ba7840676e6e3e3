// The second tier, as `show` tells of it: what becomes optimised, when, what it
// checks, why it goes back; and that nothing else differs for it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { glassheap } from './command.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-tier-'));
after(() => rmSync(folder, { recursive: true }));

// `get` becomes hot, and is then given what `last` says. Line 3 is in `get`.
const source = (last, setup = '') => `${setup}
function get(o) {
  return o.x;
}
const same = { x: 1, y: 2 };
let sum = 0;
for (let i = 0; i < 3000; i++) sum += get(same);
${last}
get(same);
console.log(sum);
`;

// Always of one name: it is in the heap.
async function show(text, ...args) {
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  const { status, stdout, stderr } = await glassheap(
    ['show', file, '--json', ...args]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const OTHER_SHAPE = source('sum += get({ y: 1, x: 2 });');
const optimisedOf = ({ code }) => code.instructions
  .filter(({ optimised }) => optimised);

test('a hot function is optimised: each instruction in its place', async () => {
  const { code } = await show(OTHER_SHAPE, '--at', '3:2900');
  assert.equal(code.tier.name, 'optimised');
  assert.equal(code.tier.optimisations, 1);
  assert.equal(code.tier.deoptimisations, 0);
  const [read] = optimisedOf({ code });
  assert.equal(read.name, 'GetField');
  assert.match(read.optimised.name, /^GetField/);
  assert.match(read.optimised.text, /<Shape \{x, y\}>/);
  assert.match(read.optimised.checks, /Shape/);
});

test('a few calls make nothing hot', async () => {
  const { code } = await show(OTHER_SHAPE, '--at', '3:20');
  assert.deepEqual([code.tier.name, optimisedOf({ code })], ['baseline', []]);
});

test('another Shape: it goes back, and says why and where', async () => {
  const { code } = await show(OTHER_SHAPE, '--at', '3:3002');
  assert.equal(code.tier.name, 'baseline');
  assert.equal(code.tier.deoptimisations, 1);
  const [deopt] = code.tier.deopts;
  assert.equal(deopt.reason, 'shape');
  assert.match(deopt.text, /another Shape/);
  assert.equal(deopt.unit,
    code.instructions.find(({ name }) => name === 'GetField').unit);
  assert.ok(deopt.tick > 3000);
});

test('a value that is no object', async () => {
  const { code } = await show(source('get(5);'), '--at', '3:3002');
  assert.deepEqual(code.tier.deopts.map(({ reason }) => reason), ['noObject']);
});

// The only object of a Shape is gone, and with it the Shape.
const DEAD_SHAPE = `let one = {};
one['k' + 1] = 1;
function get(o) { return o.x; }
one.x = 2;
let sum = 0;
for (let i = 0; i < 3000; i++) sum += get(one);
one = null;
gc();
function ask() { return get({ x: 1 }); }
ask();
console.log(sum);
`;

test('a Shape that died', async () => {
  const { code } = await show(DEAD_SHAPE, '--at', '3:3001');
  assert.deepEqual(code.tier.deopts.map(({ reason }) => reason), ['died']);
  assert.equal(code.tier.name, 'baseline');
});

test('what met two Shapes is not optimised for one again', async () => {
  const again = 'sum += get({ y: 1, x: 2 });\n' +
    'for (let i = 0; i < 30_000; i++) sum += get(same);';
  const { code } = await show(source(again), '--at', '3:33000');
  assert.deepEqual([code.tier.name, code.tier.optimisations,
    code.tier.deoptimisations], ['baseline', 1, 1]);
});

test('the same moments, heap and output with it and without it', async () => {
  for (const text of [OTHER_SHAPE, DEAD_SHAPE, source('get(5);')]) {
    for (const collector of ['marking', 'counting', 'counting-cycles']) {
      const ends = [];
      for (const how of [[], ['--no-optimise'], ['--optimise-stress'], []]) {
        const { state, hash, console: printed } = await show(text, '--at', 'end',
          '--collector', collector, ...how);
        ends.push([state.moment, hash, printed]);
      }
      for (const end of ends) assert.deepEqual(end, ends[0], collector);
    }
  }
});

test('the event of a tier change has the same moment in each replay', async () => {
  const changes = async (...args) => (await show(OTHER_SHAPE, ...args))
    .state.events.filter(({ kind }) => kind === 'tierChange');
  const [first, second] = [await changes('--at', '3:770'),
    await changes('--at', '3:775')];
  assert.deepEqual(first.map(({ text }) => text), ['code of get is optimised']);
  assert.deepEqual(second, first);
});

test('the picture has optimised code and deopts in words', async () => {
  const file = join(folder, 'picture.js');
  writeFileSync(file, OTHER_SHAPE);
  const at = async (where) =>
    (await glassheap(['show', file, '--at', where])).stdout;
  assert.match(await at('3:2900'),
    /Optimised code .*\n.*optimised 1 times, went back 0\n.*GetField +GetField/);
  assert.match(await at('3:3002'),
    /deopt at tick \d+, unit \d+, GetField\w+: an object of another Shape came/);
});
