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

const isRefusal = (error) =>
  /^(no (later|earlier)|there is no moment)/.test(error.message);

// Goes somewhere: to any tick, to a moment seen before, or a step either way.
async function wander(session, seen, end, random) {
  const way = random(4);
  if (way === 0) return session.seek(`${random(end + 1)}.0`);
  const moments = [...seen.keys()];
  if (way === 1 && moments.length) {
    return session.seek(moments[random(moments.length)]);
  }
  return session.step(KINDS[random(KINDS.length)],
    random(2) ? 'forward' : 'back');
}

async function hashOfCurrent(session, seen, state) {
  const hash = await session.hash();
  const before = seen.get(state.moment) ?? hash;
  assert.equal(hash, before, `at ${state.moment}`);
  seen.set(state.moment, hash);
}

for (const [index, name] of ['objects', 'recursion', 'long'].entries()) {
  test(`${VISITS} visits in ${name}.js`, async () => {
    const session = watchStdio(fixture(`${name}.js`), ['--seed', '7']);
    const { ticks } = await session.event('Time.ended');
    const random = randomFrom(index + 1);
    const seen = new Map();
    for (let i = 0; i < VISITS; i++) {
      let state;
      try {
        state = await wander(session, seen, ticks, random);
      } catch (error) {
        assert.ok(isRefusal(error), error.message);
        state = (await session.ask('Time.describe')).current;
      }
      await hashOfCurrent(session, seen, state);
    }
    assert.ok(seen.size > VISITS / 5, `${seen.size} moments`);
    // the same moments in a second process of the whole
    const again = watchStdio(fixture(`${name}.js`), ['--seed', '7']);
    for (const [moment, hash] of [...seen].slice(0, VISITS / 4)) {
      assert.equal((await again.seek(moment)).moment, moment);
      assert.equal(await again.hash(), hash, `again at ${moment}`);
    }
    assert.equal(await again.close(), 0);
    assert.equal(await session.close(), 0);
  });
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
