// Inside a collection, event by event: forwards, backwards, and by name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

const COLLECTORS = ['marking', 'counting'];

const open = async (collector) => {
  const session = watchStdio(fixture('garbage.js'), [], {},
    ['--collector', collector]);
  await session.event('Time.ended');
  await session.ask('Time.line', { line: 10 });
  return session;
};
const freed = ({ events }) => events.at(-1).text;

for (const collector of COLLECTORS) {
  test(`${collector}: each cell as it is freed, and back`, async () => {
    const session = await open(collector);
    const step = (direction = 'forward') =>
      session.step('collector', direction, { event: 'free' });
    const first = await step();
    assert.match(first.moment, /^\d+\.\d+\+\d+$/);
    assert.equal(first.line, 10);
    assert.match(freed(first), /^freed @/);
    const second = await step();
    const third = await step();
    assert.deepEqual([first, second, third].map(({ moment }) =>
      moment.split('+')[0]), Array(3).fill(first.moment.split('+')[0]));
    assert.equal(new Set([first, second, third].map(freed)).size, 3);
    assert.equal((await step('back')).moment, second.moment);
    assert.equal((await step('back')).moment, first.moment);
    await assert.rejects(step('back'), /nothing like that before/);
    // by name, from anywhere
    await session.ask('Time.seek', { moment: 'end' });
    const again = await session.ask('Time.seek', { moment: second.moment });
    assert.equal(again.moment, second.moment);
    await session.close();
  });

  test(`${collector}: what is seen inside is the same each time`, async () => {
    const session = await open(collector);
    const { moment } = await session.step('collector', 'forward',
      { event: 'free' });
    const look = async () => JSON.stringify([
      await session.ask('Stack.describe'), await session.ask('Heap.graph'),
      await session.ask('Heap.totals'), await session.ask('Loop.describe'),
      await session.hash()]);
    const seen = await look();
    await session.ask('Time.seek', { moment: '0.0' });
    await session.ask('Time.seek', { moment });
    assert.equal(await look(), seen);
    await session.close();
  });

  test(`${collector}: out of it, and refusals`, async () => {
    const session = await open(collector);
    const before = (await session.ask('Time.describe')).current.moment;
    const inside = await session.step('collector');
    await assert.rejects(session.ask('Time.change',
      { kind: 'clear', address: 8 }), /inside the collector/);
    const around = await session.step('instruction', 'back');
    assert.equal(around.moment, inside.moment.split('+')[0]);
    await session.ask('Time.seek', { moment: inside.moment });
    const next = await session.step('instruction');
    assert.equal(next.moment.includes('+'), false);
    await session.ask('Time.seek', { moment: inside.moment });
    const over = await session.step('over');
    assert.equal(over.line, 11);
    assert.ok(before);
    await assert.rejects(session.ask('Time.seek',
      { moment: `${inside.moment}000000` }), /there is no moment/);
    await session.close();
  });
}

test('counting: the count of a cell, and the store that changed it', async (t) => {
  const session = await open('counting');
  t.after(() => session.close());
  await session.ask('Time.line', { line: 9 });
  const { nodes } = await session.ask('Heap.graph');
  const objects = nodes.filter(({ kind }) => kind === 'OBJECT')
    .map(({ address }) => address).sort((a, b) => a - b);
  assert.equal(objects.length, 4); // kept, a, b, c
  const b = objects[2];
  const counted = async () =>
    (await session.ask('Heap.object', { address: b })).counted;
  assert.deepEqual(await counted(), { references: 1, candidate: false });
  await session.ask('Time.line', { line: 7 });
  const { events } = await session.step('event', 'forward',
    { event: 'countUp', address: b });
  assert.ok(events.some(({ text }) =>
    / refers to .*, its count is 1$/.test(text)));
});
