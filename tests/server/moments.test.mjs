// Moments are the same whenever and from wherever they are visited: a hash
// over the whole described state says so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GLASSHEAP, IS_SANITIZE, fixture, watchStdio } from './client.mjs';

const VISITS = IS_SANITIZE ? 60 : 300;
const KINDS = ['into', 'over', 'out', 'instruction'];
const folder = mkdtempSync(join(tmpdir(), 'glassheap-moments-'));
after(() => rmSync(folder, { recursive: true }));

// A fixed sequence: a failure can be run again.
function randomFrom(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}

const isRefusal = ({ message }) =>
  /^(no (later|earlier)|there is no moment|the collector (has done|does) nothing)/
    .test(message);

// Goes somewhere: to any tick, to a moment seen before, or a step either way.
async function wander(session, seen, end, random, kinds) {
  const way = random(4);
  if (way === 0) return session.seek(`${random(end + 1)}.0`);
  const moments = [...seen.keys()];
  if (way === 1 && moments.length) {
    return session.seek(moments[random(moments.length)]);
  }
  return session.step(kinds[random(kinds.length)],
    random(2) ? 'forward' : 'back');
}

async function hashOfCurrent(session, seen, state) {
  const hash = await session.hash();
  const before = seen.get(state.moment) ?? hash;
  assert.equal(hash, before, `at ${state.moment}`);
  seen.set(state.moment, hash);
}

// Visits in a session; gives what was seen where.
async function visit(session, visits, random, kinds) {
  const { ticks } = await session.event('Time.ended');
  const seen = new Map();
  for (let i = 0; i < visits; i++) {
    let state;
    try {
      state = await wander(session, seen, ticks, random, kinds);
    } catch (error) {
      assert.ok(isRefusal(error), error.message);
      state = (await session.ask('Time.describe')).current;
    }
    await hashOfCurrent(session, seen, state);
  }
  assert.ok(seen.size > visits / 5, `${seen.size} moments`);
  return seen;
}

// Visits a program, and some of the same moments in a second process.
async function visitTwice(t, file, options, visits, random, kinds = KINDS) {
  const open = () => {
    const opened = watchStdio(file, ['--seed', '7'], {}, options);
    t.after(() => opened.close());
    return opened;
  };
  const session = open();
  const seen = await visit(session, visits, random, kinds);
  const again = open();
  for (const [moment, hash] of [...seen].slice(0, visits / 4)) {
    assert.equal((await again.seek(moment)).moment, moment);
    assert.equal(await again.hash(), hash, `again at ${moment}`);
  }
  assert.equal(await again.close(), 0);
  assert.equal(await session.close(), 0);
}

for (const [index, name] of ['objects', 'recursion', 'long'].entries()) {
  test(`${VISITS} visits in ${name}.js`, (t) =>
    visitTwice(t, fixture(`${name}.js`), [], VISITS, randomFrom(index + 1)));
}

// What waits for the event loop, a page, and what collectors have half done;
// in short programs also inside a collection, from one event of it to the next.
const INSIDE = [...KINDS, 'collector'];
const RUNTIMES = [
  ['host.mjs', [], KINDS], ['alive.mjs', [], INSIDE], ['churn.js', [], KINDS],
  ['page.js', ['--host', 'browser'], INSIDE],
];
const COLLECTORS = [['marking'], ['counting'], ['counting', '--cycles']];
for (const [program, host, kinds] of RUNTIMES) {
  for (const [index, words] of COLLECTORS.entries()) {
    test(`${VISITS / 3} visits in ${program}, ${words.join(' ')}`, (t) =>
      visitTwice(t, fixture(program), [...host, '--collector', ...words],
        VISITS / 3, randomFrom(index + 11), kinds));
  }
}

test('steps back undo steps forward', async () => {
  const session = watchStdio(fixture('recursion.js'));
  await session.event('Time.ended');
  for (const kind of ['instruction', 'into']) {
    await session.seek('0.0');
    const way = [{ moment: '0.0', hash: await session.hash() }];
    for (let i = 0; i < 40; i++) {
      const { moment } = await session.step(kind);
      way.push({ moment, hash: await session.hash() });
    }
    way.pop();
    while (way.length) {
      const { moment, hash } = way.pop();
      assert.equal((await session.step(kind, 'back')).moment, moment, kind);
      assert.equal(await session.hash(), hash, `${kind} at ${moment}`);
    }
  }
  await session.close();
});

test('a program recorded twice has the same moments and hashes', async () => {
  const recordings = ['a.glass', 'b.glass'].map((name) => join(folder, name));
  for (const file of recordings) {
    execFileSync(GLASSHEAP,
      ['record', fixture('objects.js'), '--seed', '11', '-o', file]);
  }
  const visits = [];
  for (const file of recordings) {
    const session = watchStdio(file);
    const { end, ticks } = await session.event('Time.ended');
    const visit = [end];
    for (const share of [0.1, 0.35, 0.6, 0.99]) {
      const { moment } = await session.ask('Time.seek', { position: share });
      const { frames } = await session.ask('Stack.describe');
      const { nodes } = await session.ask('Heap.graph');
      visit.push(moment, await session.hash(), frames.length,
        nodes.map((node) => node.address));
    }
    assert.ok(ticks > 0);
    visits.push(visit);
    await session.close();
  }
  assert.deepEqual(visits[0], visits[1]);
});

test('a collection at every allocation changes no moment', async () => {
  const ends = [];
  for (const args of [[], ['--gc-stress']]) {
    const session = watchStdio(fixture('recursion.js'), args);
    ends.push((await session.event('Time.ended')).end);
    await session.close();
  }
  assert.equal(ends[0], ends[1]);
});

test('what only the event loop knows is in the hash', async () => {
  const session = watchStdio(fixture('queues.js'));
  await session.event('Time.ended');
  await session.ask('Time.line', { line: 14 });
  const before = await session.hash();
  const { queues } = await session.ask('Loop.describe');
  const { address, due } = queues[0].tasks[0];
  const hashes = new Set([before]);
  for (const change of [
    { kind: 'due', address, due: due + 1 }, { kind: 'clear', address },
  ]) {
    await session.ask('Time.change', change);
    hashes.add(await session.hash());
    await session.ask('Time.return');
    assert.equal(await session.hash(), before);
  }
  assert.equal(hashes.size, 3);
  await session.close();
});
