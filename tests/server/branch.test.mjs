// Branches of time: a moment is changed by hand, and the run goes on from it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

let session;
before(async () => {
  session = watchStdio(fixture('queues.js'));
  await session.event('Time.ended');
});
after(() => session.close());

const output = async () => {
  await session.ask('Time.seek', { moment: 'end' });
  const { lines } = await session.ask('Console.describe');
  return lines.map(({ text }) => text).join(' ');
};
const USUAL = 'begun next micro soon often open late';

// At the end of the program's own code; what waits there, by name.
const atLast = async () => {
  await session.ask('Time.line', { line: 14 });
  const { queues } = await session.ask('Loop.describe');
  return (queue, index = 0) => queues
    .find(({ name }) => name === queue).tasks[index];
};
const change = async (params) => {
  const ended = session.nextEvent('Time.ended');
  const state = await session.ask('Time.change', params);
  await ended;
  return state;
};

test('a timer that is due sooner is called sooner', async () => {
  const task = await atLast();
  const here = await session.ask('Time.describe');
  assert.equal(here.branch, null);
  const { address } = task('timers', 2); // late
  const state = await change({ kind: 'due', address, due: 300 });
  assert.equal(state.moment, here.current.moment);
  const run = await session.ask('Time.describe');
  assert.equal(run.branch.from, state.moment);
  assert.equal(run.branch.change.due, 300);
  assert.equal(await output(), 'begun next micro soon often late open');
  // the past is the same, and the run itself has not changed
  await session.ask('Time.seek', { moment: '0.0' });
  await session.ask('Time.seek', { moment: state.moment });
  assert.equal((await session.ask('Loop.describe')).queues[0].tasks[1].due,
    300);
  const back = await session.ask('Time.return');
  assert.equal(back.moment, state.moment);
  assert.equal(await output(), USUAL);
});

test('a promise that is settled by hand stays so', async () => {
  const { address } = (await atLast())('promises');
  await change({ kind: 'settle', address, value: '[1, "by hand"]' });
  assert.equal(await output(),
    'begun next micro [ 1, \'by hand\' ] soon often late');
  await session.ask('Time.return');
  assert.equal(await output(), USUAL);
});

test('a rejection that nobody handles ends the run', async () => {
  const { address } = (await atLast())('promises');
  const ended = session.nextEvent('Time.ended');
  await session.ask('Time.change',
    { kind: 'settle', address, state: 'rejected', value: '"refused"' });
  assert.match((await ended).thrown, /refused/);
  await session.ask('Time.return');
});

test('a timer that is taken away is never called; branches of branches',
  async () => {
    const often = (await atLast())('timers');
    await change({ kind: 'clear', address: often.address });
    assert.equal(await output(), 'begun next micro soon open late');
    const opener = (await atLast())('timers');
    await change({ kind: 'clear', address: opener.address });
    assert.equal(await output(), 'begun next micro soon late');
    await session.ask('Time.return');
    assert.equal(await output(), 'begun next micro soon open late');
    await session.ask('Time.return');
    assert.equal(await output(), USUAL);
  });

test('an event is fired by hand, as a task of its own', async () => {
  const events = watchStdio(fixture('listener.js'));
  await events.event('Time.ended');
  await events.ask('Time.line', { line: 7 });
  const { queues } = await events.ask('Loop.describe');
  const [listener] = queues.find(({ name }) => name === 'listeners').tasks;
  assert.equal(listener.event, 'ping');
  const ended = events.nextEvent('Time.ended');
  await events.ask('Time.change',
    { kind: 'fire', address: listener.address, event: listener.event });
  await ended;
  await events.ask('Time.seek', { moment: 'end' });
  const { lines } = await events.ask('Console.describe');
  assert.deepEqual(lines.map(({ text }) => text),
    ['begun', 'heard ping from the target', 'timer']);
  await events.close();
});

test('what is fired is what a user or a page would send', async () => {
  const page = watchStdio(fixture('clicks.js'), [], {}, ['--host', 'browser']);
  await page.event('Time.ended');
  await page.ask('Time.line', { line: 13 });
  const { queues } = await page.ask('Loop.describe');
  const { tasks } = queues.find(({ name }) => name === 'listeners');
  const fired = async (event, init) => {
    const { address } = tasks.find((task) => task.event === event);
    const ended = page.nextEvent('Time.ended');
    await page.ask('Time.change', { kind: 'fire', address, event, init });
    await ended;
    await page.seek('end');
    const { lines } = await page.ask('Console.describe');
    await page.ask('Time.return');
    return lines.slice(1, -1).map(({ text }) => text).join();
  };
  assert.deepEqual(tasks.map((task) => `${task.event} ${task.class}`).sort(), [
    'click PointerEvent', 'focus FocusEvent', 'input InputEvent',
    'keydown KeyboardEvent', 'made Event',
  ]);
  assert.equal(await fired('click'),
    'PointerEvent click true true true 1 0 false true');
  assert.equal(await fired('click', '{"ctrlKey": true, "button": 2}'),
    'PointerEvent click true true true 1 2 true true');
  assert.equal(await fired('keydown'),
    'KeyboardEvent keydown true true true Enter Enter 13 false');
  assert.equal(await fired('keydown', '{"key": "b", "shiftKey": true}'),
    'KeyboardEvent keydown true true true b KeyB 66 true');
  assert.equal(await fired('input', '{"data": "xyz"}'),
    'InputEvent input true true false xyz insertText axyz');
  assert.equal(await fired('focus'), 'FocusEvent focus true false false true');
  assert.equal(await fired('made'), 'Event made true true true undefined');
  assert.equal(await fired('made', '{"detail": {"id": 7}, "bubbles": false}'),
    'CustomEvent made true false true 7');
  const { address } = tasks[0];
  await assert.rejects(page.ask('Time.change',
    { kind: 'fire', address, event: 'made', init: '[1]' }), /`init`/);
  await page.close();
});

test('the same branch twice is the same, moment by moment', async () => {
  const hashes = [];
  for (let i = 0; i < 2; i++) {
    const { address } = (await atLast())('timers', 1);
    await change({ kind: 'due', address, due: 100 });
    await session.ask('Time.seek', { position: 0.95 });
    const first = await session.hash();
    await session.ask('Time.seek', { moment: 'end' });
    const last = await session.hash();
    await session.ask('Time.seek', { position: 0.95 });
    assert.equal(await session.hash(), first);
    hashes.push(first + last);
    await session.ask('Time.return');
  }
  assert.equal(hashes[0], hashes[1]);
});

test('what cannot be changed is refused, and nothing has moved', async () => {
  const task = await atLast();
  const { current } = await session.ask('Time.describe');
  const refused = async (params, pattern) =>
    assert.rejects(session.ask('Time.change', params), pattern);
  await refused({ kind: 'wish' }, /`kind` is wrong/);
  await refused({ kind: 'due', address: 8, due: 5 }, /nothing waits/);
  await refused({ kind: 'due', address: task('timers').address }, /`due`/);
  const { address } = task('promises');
  await refused({ kind: 'settle', address, value: '[1,' }, /JSON/);
  await refused({ kind: 'settle', address, state: 'maybe' }, /`state`/);
  await assert.rejects(session.ask('Time.return'), /the run itself/);
  const after = await session.ask('Time.describe');
  assert.equal(after.branch, null);
  assert.equal(after.current.moment, current.moment);
  await session.ask('Time.seek', { moment: 'end' });
  await refused({ kind: 'clear', address: 8 }, /ended/);
});
