// `redact`: nothing that a program put into strings is in the copy, whose
// graph is the same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { glassheap } from '../cli/command.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-redact-'));
const original = join(folder, 'original.heapsnapshot');
const copy = join(folder, 'copy.heapsnapshot');
after(() => rmSync(folder, { recursive: true, force: true }));

// A secret in every place that a string can come to. The program's own text
// has none of them whole: they are put together when it runs.
const PROGRAM = `
  const secret = (place) => ['SEC', 'RET-', place, '-', 41 * 2].join('');
  class Account {
    #pin = secret('private');
    constructor() {
      this.owner = secret('property');
      this[secret('class-key') + '@example.org'] = 1;
    }
  }
  globalThis.kept = {
    plain: secret('plain'),
    [secret('key') + ' with blanks']: true,
    account: new Account(),
    map: new Map([[secret('map-key'), secret('map-value')]]),
    weak: new WeakMap(),
    set: new Set([secret('set')]),
    dictionary: Object.fromEntries(Array.from({ length: 200 },
      (_, i) => [secret('dictionary') + i, secret('entry') + i])),
    joined: secret('left'.repeat(20)) + secret('right'.repeat(20)),
    sliced: secret('whole'.repeat(50)).slice(3, 60),
    array: [secret('array')],
    error: new Error(secret('message')),
    expression: new RegExp(secret('expression')),
    date: new Date(),
    closure: ((word) => () => word)(secret('variable')),
    template: \`\${secret('template')} and more of it\`,
    wide: secret('wide') + String.fromCodePoint(0x1f600, 0x20ac),
    url: new URL('https://example.org/?token=' + secret('url')),
    buffer: Buffer.from(secret('buffer')),
    json: JSON.parse(JSON.stringify({ inner: secret('json') })),
  };
  kept.weak.set(kept.account, secret('weak-value'));
  kept.account[Symbol('of accounts')] = secret('of-symbol');
  process.env.TOKEN = secret('environment');
  process.title = 'x';
  require('node:v8').writeHeapSnapshot(process.argv[1]);
`;

const run = (...args) => glassheap(args, { env: { GLASSHEAP_CACHE: '' } });

before(async () => {
  const { status, stderr } = spawnSync(process.execPath,
    ['-e', PROGRAM, original], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const redacted = await run('redact', original, copy);
  assert.equal(redacted.status, 0, redacted.stderr);
});

test('the original has the secrets, the copy has none', () => {
  assert.match(readFileSync(original, 'latin1'), /SECRET-plain-82/);
  const text = readFileSync(copy, 'latin1');
  const found = text.match(/.{0,40}SECRET.{0,40}/g) ?? [];
  assert.deepEqual(found, []);
  for (const word of ['example.org', 'token=', 'with blanks', 'leftleft']) {
    assert.ok(!text.includes(word), word);
  }
});

test('what a developer needs to see is there', () => {
  const { strings } = JSON.parse(readFileSync(copy, 'utf8'));
  for (const name of ['Account', 'owner', '#pin', 'kept', 'account',
    'dictionary', 'closure', 'secret', 'word', 'Map', 'system / Context']) {
    assert.ok(strings.includes(name), name);
  }
});

test('the graph is the same: sizes, dominators, distances', async () => {
  const QUERY = 'SELECT id, type, self_size, retained_size, distance, '
    + 'dominator, edge_count FROM nodes';
  const [a, b] = await Promise.all([original, copy].map((file) =>
    run('query', file, QUERY, '--csv')));
  assert.equal(a.status, 0, a.stderr);
  assert.ok(a.stdout.length > 1e6);
  assert.ok(a.stdout === b.stdout);
});

test('no string of the original that contains data is left', () => {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  const before = read(original);
  const kept = new Set(read(copy).strings);
  const { node_fields: fields, node_types: [types] } = before.snapshot.meta;
  const at = (name) => fields.indexOf(name);
  const names = new Set();
  const texts = new Set();
  for (let i = 0; i < before.nodes.length; i += fields.length) {
    const type = types[before.nodes[i + at('type')]];
    const text = before.strings[before.nodes[i + at('name')]];
    (type === 'string' || type === 'regexp' ? texts : names).add(text);
  }
  const { edges, snapshot: { meta } } = before;
  const indexed = ['element', 'hidden'];
  for (let i = 0; i < edges.length; i += 3) {
    if (!indexed.includes(meta.edge_types[0][edges[i]])) {
      names.add(before.strings[edges[i + 1]]);
    }
  }
  // a text that is nothing's name is in the copy only by its length
  const left = [...texts].filter((text) =>
    text.length > 3 && !names.has(text) && kept.has(text));
  assert.deepEqual(left.filter((text) => !/^\(?[\w ]+\)?$/.test(text)), []);
});

test('a copy of a copy is the same', async () => {
  const again = join(folder, 'again.heapsnapshot');
  assert.equal((await run('redact', copy, again)).status, 0);
  const partsOf = (path) => {
    const { nodes, edges, strings } = JSON.parse(readFileSync(path, 'utf8'));
    return { nodes, edges, lengths: strings.map(({ length }) => length) };
  };
  assert.deepEqual(partsOf(again), partsOf(copy));
});

test('the original is never written over', async () => {
  const same = join(folder, 'same.heapsnapshot');
  writeFileSync(same, readFileSync(original));
  const link = join(folder, 'link.heapsnapshot');
  symlinkSync(same, link);
  for (const output of [same, link]) {
    for (const args of [['redact', same, output],
      ['report', same, '-o', output]]) {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2);
      assert.match(stderr, /is the snapshot itself/);
    }
  }
  assert.ok(readFileSync(same).equals(readFileSync(original)));
});
