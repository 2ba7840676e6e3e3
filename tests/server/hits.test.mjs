// Hits and misses of inline caches, counted by running again: exact numbers
// for every kind of site, at any moment, under both collectors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IS_SANITIZE, fixture, watchStdio } from './client.mjs';

// runs hits/misses of each site; of each Shape; and why it was missed
const COUNTS = {
  mono: ['10 9/1 {x} 9/1 | shape'],
  poly: ['15 12/3 {x} 4/1, {y, x} 4/1, {z, x} 4/1 | shape shape shape'],
  // the fifth Shape makes it megamorphic, and the shared table is empty yet
  mega: ['24 13/11 {x} 2/2, {y, x} 2/2, {z, x} 2/2, {a, x} 2/2, {b, x} 2/2, ' +
    '{c, x} 3/1 | shape shape shape shape shape shared shared shared shared ' +
    'shared shared'],
  method: ['10 8/2 {#secret} 8/2 | shape stale'],
  after: ['12 9/3 {x, y, z} 3/1, {x, z} 3/1, {x} 3/1 | shape shape shape'],
  // a literal has room for its own keys, so there are never slots for another
  add: ['6 0/6 {x} 0/6 | shape full full full full full'],
  // and the fifth key of an empty object finds the slots inside it full
  grow: ['3 2/1 {} 2/1 | shape', '3 2/1 {a} 2/1 | shape',
    '3 2/1 {a, b} 2/1 | shape', '3 2/1 {a, b, c} 2/1 | shape',
    '3 0/3 {a, b, c, d} 0/3 | shape full full',
    '3 2/1 {a, b, c, d, e} 2/1 | shape'],
  length: ['7 0/0  | '],
  missing: ['4 3/1 {#secret} 3/1 | shape'],
  'Box.prototype.peek': ['8 7/1 {#secret} 7/1 | shape'],
};

const sayShape = ({ text, hits, misses }) => `${text} ${hits}/${misses}`;
const saySite = ({ runs, hits, misses, shapes, missed }) =>
  `${runs} ${hits}/${misses} ${shapes.map(sayShape).join(', ')} | ${
    missed.map(({ why }) => why).join(' ')}`;

async function address(session, expression) {
  const { value } = await session.ask('Why.evaluate', { expression });
  return value.address;
}

const hitsOf = async (session, of, more = {}) => session.ask('Code.hits',
  { address: typeof of === 'string' ? await address(session, of) : of,
    ...more });

async function withProgram(file, args, options, work) {
  const session = watchStdio(fixture(file), args, {}, options);
  try {
    await work(session, await session.event('Time.ended'));
  } finally {
    assert.equal(await session.close(), 0, session.stderr);
  }
}

const WAYS = [['marking', []], ['counting', ['--collector', 'counting']],
  ['counting with cycles', ['--collector', 'counting', '--cycles']]];

for (const [name, options] of WAYS) {
  test(`what each kind of site did, ${name}`, () =>
    withProgram('caches.js', [], options, async (session) => {
      await session.seek('end');
      for (const [of, counts] of Object.entries(COUNTS)) {
        const { sites } = await hitsOf(session, of);
        assert.deepEqual(sites.map(saySite), counts, of);
      }
    }));
}

test('forwards and backwards in time, to the instruction', () =>
  withProgram('caches.js', [], [], async (session) => {
    await session.seek('end');
    const code = await address(session, 'mega');
    const { sites: [{ missed }] } = await hitsOf(session, code);
    const at = async () => {
      const { sites } = await hitsOf(session, code);
      return sites.map(({ runs, hits, misses }) => [runs, hits, misses])[0];
    };
    assert.equal(missed.length, 11);
    const seen = [];
    for (const { moment } of missed) {
      await session.seek(moment);
      const before = await at() ?? [0, 0, 0];
      await session.step('instruction');
      const after = await at();
      assert.deepEqual(after, [before[0] + 1, before[1], before[2] + 1]);
      seen.push([moment, before]);
    }
    for (const [moment, before] of seen.reverse()) {
      await session.seek(moment);
      assert.deepEqual(await at() ?? [0, 0, 0], before);
    }
  }));

test('by frame, and of what has no caches', () =>
  withProgram('caches.js', [], [], async (session) => {
    await session.ask('Time.line', { line: 3, hit: 12 });
    const { sites } = await session.ask('Code.hits', {});
    assert.deepEqual(sites.map(saySite),
      ['11 8/3 {x} 3/1, {y, x} 3/1, {z, x} 2/1 | shape shape shape']);
    const script = await session.ask('Code.hits', { frame: 1 });
    assert.ok(script.sites.length > 3);
    await assert.rejects(session.ask('Code.hits', { frame: 9 }),
      /frame 9 has no bytecode/);
    await assert.rejects(session.ask('Code.hits', { address: 1 }),
      /there is no function of the program at @1$/);
  }));

// ---- Long runs --------------------------------------------------------------

const ROUNDS = IS_SANITIZE ? 20_000 : 6_000_000;

const total = (sites) => sites.reduce((sum, { runs, hits, misses }) =>
  [sum[0] + runs, sum[1] + hits, sum[2] + misses], [0, 0, 0]);

test('over checkpoints: the stretches between them are counted once', () =>
  withProgram('rounds.js', [String(ROUNDS)], [], async (session, { ticks }) => {
    await session.seek('end');
    const code = await address(session, 'get');
    const first = await hitsOf(session, code);
    assert.deepEqual(first.sites.map(saySite),
      [`${ROUNDS} ${ROUNDS - 2}/2 {x} ${ROUNDS / 2 - 1}/1, {y, x} ${
        ROUNDS / 2 - 1}/1 | shape shape`]);
    assert.equal(first.ticks, ticks);
    const again = await hitsOf(session, code);
    assert.deepEqual(again.sites, first.sites);
    assert.ok(IS_SANITIZE || again.ticks < first.ticks / 2,
      `${again.ticks} of ${first.ticks}`);
    // in the midst of it
    await session.seek(`${Math.round(ticks / 3)}.0`);
    const { sites } = await hitsOf(session, code);
    const { variables } = (await session.ask('Stack.describe')).frames.at(-1);
    const i = Number(variables.find(({ name }) => name === 'i').value.text);
    assert.ok([i, i + 1].includes(total(sites)[0]), `${total(sites)} at ${i}`);
  }));

test('a limit: what it would cost is said, and nothing is run', () =>
  withProgram('rounds.js', [String(ROUNDS)], [], async (session, { ticks }) => {
    await session.seek('end');
    const refused = await hitsOf(session, 'get', { limit: 1_000 });
    assert.equal(refused.sites, null);
    assert.equal(refused.ticks, ticks);
    assert.ok(refused.seconds > 0);
    const allowed = await hitsOf(session, 'get', { limit: ticks });
    assert.equal(total(allowed.sites)[0], ROUNDS);
  }));

test('counting is called off by a pause, and the next question answered', () =>
  withProgram('rounds.js', [String(ROUNDS)], [], async (session) => {
    await session.seek('end');
    const code = await address(session, 'get');
    const counting = session.request('Code.hits', { address: code });
    // the room has said which function it is when this is answered
    await session.ask('Time.describe');
    await session.ask('Time.pause');
    const { error, result } = await counting;
    if (error) assert.equal(error.message, 'interrupted');
    else assert.equal(total(result.sites)[0], ROUNDS);
    const { sites } = await hitsOf(session, code);
    assert.equal(total(sites)[0], ROUNDS);
  }));

test('in a branch of time, the run that it has left counts too', () =>
  withProgram('timers.js', [], [], async (session) => {
    await session.seek('end');
    // `state.left` is read and written, and two globals
    const calls = async () => (await hitsOf(session, 'tick')).sites
      .map(({ runs, hits, misses }) => `${runs} ${hits}/${misses}`);
    const whole = ['6 5/1', '6 5/1', '5 4/1', '5 4/1'];
    assert.deepEqual(await calls(), whole);
    await session.ask('Time.line', { line: 4, hit: 3 });
    await session.step('event', 'forward', { event: 'taskQueued' });
    const { queues } = await session.ask('Loop.describe');
    const [timer] = queues.find(({ name }) => name === 'timers').tasks;
    const ended = session.nextEvent('Time.ended');
    await session.ask('Time.change',
      { kind: 'clear', address: timer.address });
    await ended;
    await session.seek('end');
    assert.deepEqual(await calls(), ['3 2/1', '3 2/1', '3 2/1', '3 2/1']);
    await session.ask('Time.return');
    await session.seek('end');
    assert.deepEqual(await calls(), whole);
  }));

for (const [name, options] of WAYS.slice(0, 2)) {
  test(`inside a collection, ${name}`, () =>
    withProgram('hot.js', ['400'], [...options, '--gc-stress'],
      async (session, { ticks }) => {
        await session.seek(`${Math.round(ticks / 2)}.0`);
        const frame = (await session.ask('Stack.describe')).frames.length - 1;
        const script = (await session.ask('Code.hits', { frame })).address;
        const state = await session.step('collector');
        assert.match(state.moment, /\+/);
        const inside = await hitsOf(session, script);
        await session.step('instruction');
        // the instruction that collects has begun: it counts already
        assert.deepEqual((await hitsOf(session, script)).sites, inside.sites);
        assert.ok(total(inside.sites)[0] > 100);
      }));
}

// The same function again: made by an eval, while the program runs.
test('a function that is made late, and one that is gone', () =>
  withProgram('late.js', [], [], async (session) => {
    await session.seek('end');
    assert.deepEqual((await hitsOf(session, 'late')).sites.map(saySite),
      ['5 4/1 {x} 4/1 | shape']);
  }));
