// Requests: their forms, what is wrong with them, what they are answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fixture, watchStdio } from './client.mjs';

let session;
before(async () => {
  session = watchStdio(fixture('objects.js'), ['--seed', '1']);
  await session.event('Time.ended');
  await session.seek('end');
});
after(() => session.close());

const errorOf = async (method, params) => {
  const { error } = await session.request(method, params);
  assert.ok(error, method);
  return error;
};

test('what is no request is answered with an error', async () => {
  for (const [text, code] of [
    ['{', -32700], ['[]', -32600], ['{"id": 1.5, "method": "x"}', -32600],
    ['{"method": "Time.describe"}', -32600],
  ]) {
    const event = new Promise((resolve) => {
      session.listeners.add(function once(message) {
        session.listeners.delete(once);
        resolve(message);
      });
    });
    session.send(text);
    assert.equal((await event).error.code, code, text);
  }
});

test('unknown methods and wrong parameters', async () => {
  assert.equal((await errorOf('Time.travel')).code, -32601);
  assert.equal((await errorOf('Heap.object')).code, -32602);
  assert.match((await errorOf('Heap.object', { address: 'x' })).message,
    /`address` is wrong: a whole number/);
  assert.match((await errorOf('Heap.object', { address: -1 })).message,
    /wrong/);
  assert.match((await errorOf('Heap.object', { address: 3 })).message,
    /no cell at @3/);
  assert.match((await errorOf('Heap.object', { address: 2 ** 52 })).message,
    /no cell/);
  assert.match((await errorOf('Code.describe', { frame: 99 })).message,
    /frame 99/);
  assert.match((await errorOf('Time.step', { kind: 'sideways' })).message,
    /`kind` is wrong/);
  assert.match((await errorOf('Time.step',
    { kind: 'event', event: 'lunch' })).message, /`event` is wrong/);
  assert.match((await errorOf('Debugger.getScriptSource',
    { scriptId: '9' })).message, /no script 9/);
});

test('every method is listed with its parameters', async () => {
  const { methods } = await session.ask('Protocol.describe');
  const names = methods.map((method) => method.name);
  for (const name of ['Time.seek', 'Stack.describe', 'Heap.graph',
    'State.hash', 'Debugger.getScriptSource']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(methods.every((method) => method.help));
});

test('answers come in the order of the requests', async () => {
  const order = [];
  const note = (name) => (value) => { order.push(name); return value; };
  await Promise.all([
    session.seek('40.0').then(note('seek')),
    session.ask('Stack.describe').then(note('stack')),
    session.ask('Heap.totals').then(note('totals')),
    session.step('into').then(note('step')),
    session.hash().then(note('hash')),
  ]);
  assert.deepEqual(order, ['seek', 'stack', 'totals', 'step', 'hash']);
});

test('what is there at a moment', async () => {
  await session.seek('end');
  const { frames } = await session.ask('Stack.describe');
  const table = frames[0].variables.find(({ name }) => name === 'table');
  assert.equal(table.value.in, 'cell');
  const cell = await session.ask('Heap.object',
    { address: table.value.address });
  assert.equal(cell.address, table.value.address);
  const code = await session.ask('Code.describe', { frame: 0 });
  assert.ok(code.instructions.length > 10);
  const graph = await session.ask('Heap.graph', { limit: 5 });
  assert.ok(graph.nodes.length <= 5 && graph.hidden > 0);
  const { blocks } = await session.ask('Heap.map');
  const { cells } = await session.ask('Heap.map', { block: blocks[0].block });
  assert.ok(cells.length > 0);
  const { lines, count } = await session.ask('Console.describe');
  assert.equal(count, lines.length);
  assert.match(lines[0].text, /Cannot read/);
  const { scriptSource } = await session.ask('Debugger.getScriptSource',
    { scriptId: '1' });
  assert.match(scriptSource, /class Node/);
  const usage = await session.ask('Runtime.getHeapUsage');
  const totals = await session.ask('Heap.totals');
  assert.equal(usage.usedSize, totals.bytes);
  const { shapes } = await session.ask('Shapes.describe');
  assert.ok(shapes.length > 0);
});

test('the run as a whole', async () => {
  const run = await session.ask('Time.describe');
  assert.match(run.file, /objects\.js$/);
  assert.equal(run.running, false);
  assert.equal(run.thrown, null);
  assert.equal(run.seed, '1');
  assert.ok(run.samples.length > 100);
  const ticks = run.samples.map(([tick]) => tick);
  assert.ok(ticks.every((tick, index) => !index || tick > ticks[index - 1]));
  // however few are kept, the deepest stays: the script, and one call at least
  assert.ok(Math.max(...run.samples.map(([, depth]) => depth)) >= 2);
  assert.ok(run.collections.length >= 4);
  for (const { tick, before, after } of run.collections) {
    assert.ok(tick <= run.ticks && after <= before);
  }
});
