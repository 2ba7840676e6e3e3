// What the event loop is at, and what waits for its turn.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

let session;
before(async () => {
  session = watchStdio(fixture('queues.js'));
  await session.event('Time.ended');
});
after(() => session.close());

const loopAt = async (line) => {
  await session.ask('Time.line', { line });
  return session.ask('Loop.describe');
};
const names = (loop, queue) => loop.queues
  .find(({ name }) => name === queue).tasks
  .map(({ callback }) => callback?.text);

test('all that waits, the next one first', async () => {
  const loop = await loopAt(14);
  assert.equal(loop.phase, 'program');
  assert.equal(loop.draining, null);
  assert.deepEqual(names(loop, 'timers'), ['often()', 'opener()', 'late()']);
  assert.deepEqual(names(loop, 'immediates'), ['soon()']);
  assert.deepEqual(names(loop, 'ticks'), ['next()']);
  assert.deepEqual(names(loop, 'microtasks'), ['micro()']);
  assert.deepEqual(names(loop, 'promises'), ['passed()']);
  const [interval, , late] = loop.queues
    .find(({ name }) => name === 'timers').tasks;
  assert.equal(interval.type, 'interval');
  assert.equal(interval.delay, 250);
  assert.equal(late.type, 'timeout');
  assert.equal(Math.round(late.due), 600_000);
  assert.equal(late.code.line, 2);
  assert.equal(interval.queued.line, 3);
  assert.match(interval.queued.moment, /^\d+\.0$/);
});

test('the phase, and what runs behind a callback', async () => {
  const at = async (line) => {
    const { phase, draining } = await loopAt(line);
    return [phase, draining];
  };
  assert.deepEqual(await at(8), ['program', null]);
  const tick = await session.step('event', 'forward', { event: 'taskRun' });
  assert.ok(tick.events.some(({ text }) => /^began/.test(text)));
  const { phase, draining } = await session.ask('Loop.describe');
  assert.deepEqual([phase, draining], ['program', 'ticks']);
  assert.deepEqual(await at(4), ['timers', null]);
});

test('who waits for a promise, and where', async () => {
  const waiting = watchStdio(fixture('awaiting.js'));
  await waiting.event('Time.ended');
  await waiting.ask('Time.line', { line: 12 });
  const { queues } = await waiting.ask('Loop.describe');
  const { tasks, count } = queues.find(({ name }) => name === 'promises');
  assert.equal(count, 3);
  assert.equal(new Set(tasks.map(({ address }) => address)).size, 1);
  assert.deepEqual(tasks.map(({ awaits }) => awaits?.line),
    [5, 5, undefined]);
  const lines = [];
  for (const { reaction } of tasks) {
    const { made } = await waiting.ask('Why.allocated', { address: reaction });
    lines.push([made.where.line, made.moment]);
  }
  assert.deepEqual(lines.map(([line]) => line), [5, 5, 10]);
  assert.notEqual(lines[0][1], lines[1][1]);
  await waiting.close();
});

test('ten minutes of waiting take none', async () => {
  await session.ask('Time.seek', { moment: 'end' });
  const loop = await session.ask('Loop.describe');
  assert.equal(loop.phase, 'exit');
  assert.ok(loop.clock >= 600_000);
  assert.deepEqual(loop.queues.filter(({ count }) => count), []);
});

test('where a timer was queued is found by its address', async () => {
  const { queues } = await loopAt(14);
  const { address } = queues[0].tasks[0];
  const state = await session.step('event', 'back',
    { event: 'taskQueued', address });
  assert.equal(state.line, 3);
});

test('moments of everything that waits are the same at every visit', async () => {
  const host = watchStdio(fixture('host.mjs'));
  const { end } = await host.event('Time.ended');
  await host.seek(end);
  const { lines } = await host.ask('Console.describe');
  assert.deepEqual(lines.map(({ text }) => text), ['true true']);
  const ticks = Number(end.split('.')[0]);
  const moments = [0.9, 0.2, 0.55, 0.7, 0.4].map((part) => Math.floor(ticks * part));
  const hashes = [];
  for (const tick of moments) {
    await host.seek(`${tick}.0`);
    hashes.push(await host.hash());
  }
  for (const index of [3, 0, 4, 2, 1]) {
    await host.seek(`${moments[index]}.0`);
    assert.equal(await host.hash(), hashes[index], `at ${moments[index]}`);
  }
  await host.close();
});

test('lines of the console tell who wrote them', async () => {
  const host = watchStdio(fixture('console.js'));
  const { end } = await host.event('Time.ended');
  await host.seek(end);
  const { lines } = await host.ask('Console.describe');
  const { stream, text, method, source, line } = lines[0];
  assert.deepEqual([stream, text, method, source, line], ['out', 'one', 'log', 1, 2]);
  assert.equal(lines.at(-1).method, 'error');
  assert.ok(lines.some(({ method }) => method === 'table'));
  await host.close();
});
