// Steps and events, forwards and backwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

let session;
before(async () => {
  session = watchStdio(fixture('recursion.js'));
  await session.event('Time.ended');
});
after(() => session.close());

const line = async (number, hit = 1) =>
  session.ask('Time.line', { line: number, hit });
const functionNow = async () =>
  (await session.ask('Stack.describe')).frames[0].function;

test('over stays in the frame, into enters the call, out leaves it', async () => {
  const at = await line(23); // dive(i)
  const into = await session.step('into');
  assert.equal(into.depth, at.depth + 1);
  assert.equal(await functionNow(), 'dive');
  const out = await session.step('out');
  assert.equal(out.depth, at.depth);
  await line(23);
  const over = await session.step('over');
  assert.equal(over.depth, at.depth);
});

test('back out is the call that made the frame', async () => {
  const call = await line(23, 3);
  await session.step('into');
  const inside = await session.step('into');
  assert.equal(inside.depth, call.depth + 1);
  const back = await session.step('out', 'back');
  assert.equal(back.depth, call.depth);
  assert.equal(back.line, 23);
  assert.equal((await session.step('instruction')).depth, call.depth + 1);
});

test('back over passes by whole calls', async () => {
  const call = await line(23, 5);
  const after = await session.step('over');
  assert.equal(after.depth, call.depth);
  assert.ok(parseInt(after.moment, 10) > parseInt(call.moment, 10) + 3);
  const back = await session.step('over', 'back');
  assert.equal(back.moment, call.moment);
});

test('events of each kind: the last before is the one that came', async () => {
  const end = (await session.seek('end')).moment;
  for (const event of ['allocate', 'write', 'transition', 'cache', 'call',
    'return', 'throw', 'console', 'shape']) {
    await session.seek('0.0');
    const first = await session.step('event', 'forward', { event })
      .catch((error) => assert.fail(`${event}: ${error.message}`));
    assert.ok(first.events.some(({ kind }) => kind === event), event);
    const second = await session.step('event', 'forward', { event })
      .catch(() => null);
    if (!second) continue;
    const back = await session.step('event', 'back', { event });
    assert.equal(back.moment, first.moment, event);
  }
  assert.equal((await session.seek('end')).moment, end);
});

test('writes to one property', async () => {
  await session.seek('0.0');
  const moments = [];
  for (let i = 0; i < 5; i++) {
    const { moment, events } = await session.step('event', 'forward',
      { event: 'write', key: 'width' });
    assert.ok(events.some(({ kind, text }) =>
      kind === 'write' && text.includes('width')));
    moments.push(moment);
  }
  for (const moment of moments.slice(0, -1).reverse()) {
    const back = await session.step('event', 'back',
      { event: 'write', key: 'width' });
    assert.equal(back.moment, moment);
  }
});

test('writes to one property of one object, and collections', async () => {
  const objects = watchStdio(fixture('objects.js'), ['--seed', '3']);
  await objects.event('Time.ended');
  const sought = [{ event: 'collection' },
    { event: 'write', key: 'next', address: 0 }];
  // the first list cell: whatever is written to its `next`
  const made = await objects.step('event', 'forward',
    { event: 'write', key: 'next' });
  sought[1].address = made.events.findLast(({ kind }) => kind === 'write')
    .address;
  for (const what of sought) {
    await objects.seek('0.0');
    const moments = [];
    for (;;) {
      const state = await objects.step('event', 'forward', what)
        .catch(() => null);
      if (!state || moments.length === 6) break;
      const { kind, address } = state.events.findLast((event) =>
        event.kind === what.event);
      assert.equal(kind, what.event);
      if (what.address) assert.equal(address, what.address);
      moments.push(state.moment);
    }
    assert.ok(moments.length >= (what.address ? 1 : 4), what.event);
    await objects.seek('end');
    const first = moments.at(0);
    let last;
    do {
      last = await objects.step('event', 'back', what)
        .catch((error) => assert.fail(`${what.event}: ${error.message}`));
    } while (last.moment !== first);
  }
  await objects.close();
});

test('the ends of time', async () => {
  await session.seek('0.0');
  for (const kind of ['instruction', 'into', 'over', 'out', 'event']) {
    await assert.rejects(session.step(kind, 'back'), /no earlier moment/);
  }
  const end = await session.seek('end');
  assert.equal(end.reason, 'end');
  await assert.rejects(session.step('over'), /no later moment/);
  assert.equal((await session.step('instruction', 'back')).reason, 'goal');
  assert.equal((await session.step('over')).moment, end.moment);
});

test('moments that do not exist', async () => {
  const { end } = await session.ask('Time.describe');
  await session.seek('5.0');
  await assert.rejects(session.seek('999999999999.0'),
    { message: `there is no moment 999999999999.0: the run ends at ${end}` });
  await assert.rejects(session.seek('5.999'), /no moment 5\.999; the next is 6/);
  await assert.rejects(session.seek('five'), /`moment` is wrong/);
  await assert.rejects(line(3000), /does not reach/);
  await assert.rejects(line(0), /counted from 1/);
  // nothing has moved
  const { current } = await session.ask('Time.describe');
  assert.equal(current.moment, '5.0');
});

test('a position between the ends', async () => {
  const { ticks } = await session.ask('Time.describe');
  const { moment } = await session.ask('Time.seek', { position: 0.5 });
  assert.equal(parseInt(moment, 10), Math.floor(ticks / 2));
  const end = await session.ask('Time.seek', { position: 1 });
  assert.equal(end.reason, 'end');
});

test('an uncaught exception is looked at where it was thrown', async () => {
  const throws = watchStdio(fixture('throws.js'));
  const ended = await throws.event('Time.ended');
  assert.match(ended.thrown, /TypeError: no way/);
  const state = await throws.seek('end');
  assert.equal(state.reason, 'thrown');
  assert.equal(state.line, 2);
  assert.match(state.error, /at inner/);
  const { frames } = await throws.ask('Stack.describe');
  assert.deepEqual(frames.map((frame) => frame.function),
    ['inner', '(script)']);
  const back = await throws.step('over', 'back');
  assert.equal(back.reason, 'goal');
  await throws.close();
});
