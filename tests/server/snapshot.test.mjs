// Heap snapshots over the WebSocket: what is asked, by whom, and what is not.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fixture, openSocket, watchServer } from './client.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-snapshot-'));
const file = join(folder, 'small.heapsnapshot');

// A root that holds a Map with two entries, one of them twice.
const SMALL = {
  snapshot: {
    meta: {
      node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
      node_types: [['hidden', 'array', 'string', 'object', 'synthetic'],
        'string', 'number', 'number', 'number'],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [['context', 'element', 'property', 'internal', 'hidden',
        'shortcut', 'weak'], 'string_or_number', 'node'],
    },
    node_count: 4, edge_count: 4, trace_function_count: 0,
  },
  nodes: [4, 0, 1, 0, 1, 3, 1, 3, 100, 2, 3, 2, 5, 40, 1, 2, 3, 7, 24, 0],
  edges: [1, 1, 5, 2, 4, 10, 2, 5, 15, 2, 6, 15],
  strings: ['', 'Map', 'Session', 'hello', 'first', 'text', 'greeting'],
};

let server;
let session;
before(async () => {
  writeFileSync(file, JSON.stringify(SMALL));
  server = await watchServer(file, ['--port', '0'], 'view');
  session = await openSocket(server);
});
after(async () => {
  session.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method, params) => session.ask(`HeapSnapshot.${method}`, params);

test('what is there, and what can be asked of it', async () => {
  const { files, open, stage, failure, methods } = await ask('describe');
  assert.deepEqual([open, stage, failure], [true, null, null]);
  assert.deepEqual(files,
    [{ path: file, nodes: 4, edges: 4, bytes: 164, truncated: false }]);
  assert.ok(methods.includes('HeapSnapshot.open'));
  assert.ok(methods.includes('HeapSnapshot.why'));
  // that one wants two files
  assert.ok(!methods.includes('HeapSnapshot.diff'));
});

test('every question that is listed is described, and answered', async () => {
  const { methods } = await session.ask('Protocol.describe', {});
  const names = methods.map(({ name }) => name);
  const known = await ask('describe');
  for (const name of known.methods) {
    assert.ok(names.includes(name), name);
    const { result, error } = await session.request(name, { id: 3 });
    assert.ok(result ?? error, name);
  }
});

test('answers are those of the library', async () => {
  const object = await ask('object', { id: 3 });
  assert.deepEqual(object.fields.map(({ name, node }) => [name, node.id]),
    [['first', 5], ['text', 7]]);
  assert.equal(object.node.retained, 164);
  const { retainers } = await ask('retainers', { id: 7 });
  assert.deepEqual(retainers.map(({ node }) => node.id).sort(), [3, 5]);
  const page = await ask('object', { id: 3, offset: 1, limit: 1 });
  assert.deepEqual([page.fields.length, page.total], [1, 2]);
});

test('many questions at once are answered in their order', async () => {
  const ids = [3, 5, 7, 3, 5, 7, 3, 5, 7, 3];
  const order = [];
  await Promise.all(ids.map(async (id, at) => {
    const { node } = await ask('object', { id });
    assert.equal(node.id, id);
    order.push(at);
  }));
  assert.deepEqual(order, ids.map((_, at) => at));
});

test('wrong questions are one clear line', async () => {
  const refused = (method, params, text) =>
    assert.rejects(session.ask(method, params), text);
  await refused('HeapSnapshot.object', { id: 99 }, /no object @99/);
  await refused('HeapSnapshot.object', {}, /named by its id/);
  await refused('HeapSnapshot.summary', { sort: 'size' }, /sort is/);
  await refused('HeapSnapshot.open', { snapshot: 4 }, /from 0 to 0/);
  await refused('HeapSnapshot.open', { snapshot: 'x' }, /from 0 to 0/);
  await refused('HeapSnapshot.diff', {}, /2 snapshots/);
  await refused('HeapSnapshot.nothing', {}, /no such method/);
  await refused('Time.seek', { moment: '0.0' }, /no program here/);
  await refused('Stack.describe', {}, /no program here/);
});

test('one who leaves while it waits harms nobody', async () => {
  const other = await openSocket(server);
  for (let i = 0; i < 50; i++) {
    other.request('HeapSnapshot.open', {});
  }
  other.close();
  const { nodes } = await ask('open', {});
  assert.equal(nodes, 4);
});

test('without the token, and from elsewhere: no session', async () => {
  await assert.rejects(openSocket(server, { path: '/session?token=00' }),
    /403|closed/);
  await assert.rejects(openSocket(server,
    { headers: { Origin: 'http://evil.example' } }), /403|closed/);
});

test('a watched program has no snapshots', async () => {
  const program = await watchServer(fixture('objects.js'));
  const other = await openSocket(program);
  await assert.rejects(other.ask('HeapSnapshot.open', {}),
    /no heap snapshot is open/);
  other.close();
  await program.stop();
});

test('several files, of which one is chosen', async () => {
  const larger = join(folder, 'larger.heapsnapshot');
  const text = readFileSync(file, 'utf8').replace('3,2,5,40', '3,2,5,400');
  writeFileSync(larger, text);
  const both = await watchServer(larger, ['--port', '0', file], 'view');
  const other = await openSocket(both);
  const bytes = async (params) =>
    (await other.ask('HeapSnapshot.open', params)).bytes;
  assert.equal(await bytes({}), 524);
  assert.equal(await bytes({ snapshot: 0 }), 164);
  const diff = await other.ask('HeapSnapshot.diff', {});
  assert.equal(diff.totals.grown.bytes, 360);
  other.close();
  assert.equal(await both.stop(), 0);
});
