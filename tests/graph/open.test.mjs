// Real snapshots, written by this Node, read by the command line: the totals
// are those of the file's own numbers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';

import { ROOT, glassheap } from '../cli/command.mjs';

const HEAPS = join(ROOT, 'bench/heaps');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-open-'));
const file = join(folder, 'server.heapsnapshot');
const REQUESTS = 300;

// {nodes, edges, bytes} as the file's own numbers have them.
function readTotals(path) {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(path, 'utf8'));
  const fields = snapshot.meta.node_fields;
  const size = fields.indexOf('self_size');
  const name = fields.indexOf('name');
  let bytes = 0;
  let sessions = 0;
  for (let i = 0; i < nodes.length; i += fields.length) {
    bytes += nodes[i + size];
    sessions += strings[nodes[i + name]] === 'Session' ? 1 : 0;
  }
  return {
    nodes: snapshot.node_count, edges: snapshot.edge_count, bytes, sessions,
  };
}

async function ask(...args) {
  const { status, stdout, stderr } = await glassheap([...args, '--json'],
    { env: { GLASSHEAP_CACHE: folder } });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return JSON.parse(stdout);
}

before(async () => {
  const child = spawn(process.execPath,
    [join(HEAPS, 'server.cjs'), String(REQUESTS), file]);
  const [status] = await new Promise((resolve) =>
    child.on('close', (...result) => resolve(result)));
  assert.equal(status, 0);
});

after(() => rmSync(folder, { recursive: true }));

test('totals are those of the file', async () => {
  const totals = readTotals(file);
  const { nodes, edges, bytes } = await ask('open', file);
  assert.deepEqual({ nodes, edges, bytes }, {
    nodes: totals.nodes, edges: totals.edges, bytes: totals.bytes,
  });
});

test('every session is there, and the cache keeps them', async () => {
  const summary = await ask('summary', file, '--limit', '100000');
  const { classes } = summary;
  const session = classes.find(({ name }) => name === 'Session');
  assert.equal(session.count, REQUESTS);
  assert.ok(session.retained > session.self);
  const bytes = classes.reduce((sum, { self }) => sum + self, 0);
  assert.equal(bytes, readTotals(file).bytes);
});

test('a session is found, and its way to the roots', async () => {
  const rows = await ask('query', file,
    'SELECT id, retained_size FROM nodes WHERE class = \'Session\'');
  assert.equal(rows.length, REQUESTS);
  const [{ id, retained_size: retained }] = rows;
  const { node } = await ask('object', file, `@${id}`);
  assert.equal(node.class, 'Session');
  assert.equal(node.retained, retained);
  assert.match(JSON.stringify(await ask('why', file, `@${id}`)), /cache/);
});

test('what is no snapshot is one clear line', async () => {
  const other = join(folder, 'other.heapsnapshot');
  const cut = join(folder, 'cut.heapsnapshot');
  writeFileSync(other, '{"a": 1}');
  writeFileSync(cut, readFileSync(file).subarray(0, 200_000));
  for (const path of [other, cut, join(folder, 'nowhere')]) {
    const { status, stdout, stderr } = await glassheap(['open', path]);
    assert.notEqual(status, 0);
    assert.equal(stdout, '');
    assert.match(stderr, /^glassheap: [^\n]+\n$/);
  }
});

test('compressed files that are cut off or damaged', async () => {
  const text = readFileSync(file);
  const refuse = async (name, data, pattern, ...options) => {
    const path = join(folder, name);
    writeFileSync(path, data);
    const { status, stdout, stderr } = await glassheap(
      ['open', path, ...options], { env: { GLASSHEAP_CACHE: '' } });
    if (pattern) assert.deepEqual([status, stdout], [3, '']);
    if (pattern) assert.match(stderr, pattern);
    return stdout;
  };
  const packed = gzipSync(text);
  // nodes come first: the last tenth is edges and strings
  const cut = packed.subarray(0, Math.floor(packed.length * 0.9));
  await refuse('cut.gz', cut,
    /cut\.gz: the gzip data is cut off; --salvage .* \(at byte \d+ of what/);
  assert.match(await refuse('cut.gz', cut, null, '--salvage'),
    /The file is cut off: this is of its beginning/);
  await refuse('start.gz', packed.subarray(0, 2000),
    /the gzip data is cut off, before its nodes end/);
  const damaged = Buffer.from(packed);
  damaged.fill(0x5a, 3000, 3400);
  await refuse('damaged.gz', damaged, /damaged\.gz: the gzip data is damaged/);
  const wrongSum = Buffer.from(packed);
  wrongSum[wrongSum.length - 6] ^= 1;
  await refuse('sum.gz', wrongSum, /sum\.gz: the gzip data is damaged; --sal/);
});
