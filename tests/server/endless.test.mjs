// Programs that do not end, and those that take all memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

const tickOf = ({ moment }) => parseInt(moment, 10);

test('an endless loop is paused, looked at, resumed and stopped', async () => {
  const session = watchStdio(fixture('loop.js'));
  const paused = await session.ask('Time.pause');
  assert.equal(paused.reason, 'paused');
  const { frames } = await session.ask('Stack.describe');
  assert.ok(frames[0].variables.some(({ name }) => name === 'turns'));
  let run = await session.ask('Time.describe');
  assert.equal(run.running, false);
  assert.equal(run.paused, true);
  assert.equal(run.end, null);
  const back = await session.step('over', 'back');
  assert.ok(tickOf(back) <= tickOf(paused));
  await session.ask('Time.resume');
  await session.event('Time.resumed');
  const again = await session.ask('Time.pause');
  assert.ok(tickOf(again) > tickOf(paused));
  // a moment that the program has not reached can be visited
  const later = await session.seek(`${tickOf(again) + 100000}.0`);
  assert.equal(tickOf(later), tickOf(again) + 100000);
  await session.ask('Time.stop');
  const ended = await session.event('Time.ended');
  assert.equal(ended.stopped, true);
  assert.equal(ended.end, null);
  await assert.rejects(session.ask('Time.resume'), /ended|stopped/);
  assert.equal((await session.seek('0.0')).moment, '0.0');
  run = await session.ask('Time.describe');
  assert.equal(run.paused, false);
  assert.equal(await session.close(), 0);
});

test('a step that never ends is interrupted', async () => {
  const session = watchStdio(fixture('loop.js'));
  const seek = session.seek('end');
  await session.event('Time.progress');
  const paused = session.ask('Time.pause');
  assert.equal((await seek).reason, 'paused');
  assert.equal((await paused).reason, 'paused');
  const progress = session.nextEvent('Time.progress');
  const search = session.step('event', 'forward',
    { event: 'write', key: 'nothing' });
  await progress;
  await session.ask('Time.pause');
  assert.equal((await search).reason, 'paused');
  assert.equal(await session.close(), 0);
});

test('requests that wait are answered while a program runs', async () => {
  const session = watchStdio(fixture('loop.js'));
  const run = await session.ask('Time.describe');
  assert.equal(run.running, true);
  const { moment } = await session.ask('Time.seek', { moment: '2000.0' });
  assert.equal(moment, '2000.0');
  assert.equal(await session.close(), 0);
});

test('a program that allocates for ever ends with a clear error', async () => {
  const session = watchStdio(fixture('greedy.js'), ['--heap-limit', '24M']);
  const ended = await session.event('Time.ended');
  assert.match(ended.thrown, /memory/);
  const state = await session.seek('end');
  assert.equal(state.reason, 'thrown');
  const { bytes, limit } = await session.ask('Heap.totals');
  assert.equal(limit, 24 << 20);
  assert.ok(bytes > limit / 2);
  assert.equal((await session.step('over', 'back')).reason, 'goal');
  assert.equal(await session.close(), 0);
});
