// `snapshot`: the heap of a run, as the analyser and DevTools read it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const heap = fixture('heap.js');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-snapshot-'));
after(() => rmSync(folder, { recursive: true }));

async function run(...args) {
  const { status, stdout, stderr } = await glassheap(args,
    { env: { GLASSHEAP_CACHE: '' } });
  assert.equal(status, 0, stderr);
  return stdout;
}

const json = async (...args) => JSON.parse(await run(...args, '--json'));

async function take(name, ...args) {
  const path = join(folder, name);
  await run('snapshot', heap, '-o', path, ...args);
  return path;
}

const before = await take('1.heapsnapshot', '--at', '37');
const afterwards = await take('2.heapsnapshot');

test('all that lives is there, to the byte', async () => {
  const { totals } = await json('show', heap, '--at', '41');
  const path = await take('41.heapsnapshot', '--at', '41');
  const { bytes } = await json('summary', path);
  assert.equal(bytes, totals.bytes + totals.external);
});

test('newer kinds, and what cells own outside the heap', async () => {
  const kinds = fixture('kinds.js');
  const path = join(folder, 'kinds.heapsnapshot');
  await run('snapshot', kinds, '--at', '30', '-o', path);
  const { totals } = await json('show', kinds, '--at', '30');
  const { bytes, classes } = await json('summary', path, '-n', '500');
  assert.equal(bytes, totals.bytes + totals.external);
  const of = (name) => classes.find((each) => each.name === name);
  assert.equal(of('Ticket').count, 21);
  assert.ok(of('system / JSArrayBufferData').self >= 21 * 1000 + 5000);
  const { paths } = await json('why', path, 'Ticket');
  assert.equal(paths[0].count, 20);
  assert.match(paths[0].text, /never \(Promise\) → .*ticket \(Ticket\)$/);
  const { timers } = await json('timers', path);
  assert.match(JSON.stringify(timers), /later\(\).*kinds\.js/);
});

test('texts of eval that are gone leave no node', async () => {
  const path = join(folder, 'evals.heapsnapshot');
  await run('snapshot', fixture('evals.js'), '-o', path);
  const { classes } = await json('summary', path, '-n', '500');
  assert.ok(classes.length > 10);
});

test('the file is one that V8 could have written', async () => {
  const file = JSON.parse(readFileSync(afterwards, 'utf8'));
  const { meta, node_count: nodes, edge_count: edges } = file.snapshot;
  assert.equal(file.nodes.length, nodes * meta.node_fields.length);
  assert.equal(file.edges.length, edges * meta.edge_fields.length);
  const ids = file.nodes.filter((_, i) =>
    i % meta.node_fields.length === meta.node_fields.indexOf('id'));
  assert.equal(new Set(ids).size, nodes);
  assert.ok(file.strings.includes('user:3'));
});

test('constructors, environments and strings have their names', async () => {
  const { classes } = await json('summary', afterwards, '-n', '200');
  const count = (name) =>
    classes.find((each) => each.name === name)?.count ?? 0;
  assert.equal(count('Session'), 39);
  assert.equal(count('Map'), 2); // and Map.prototype
  assert.ok(count('(string)') > 100);
  assert.ok(count('(object shape)') > 10);
  assert.ok(count('system / Context') > 3);
  const { location } = classes.find(({ name }) => name === 'Session');
  assert.equal(`${location.line}:${location.column}`, '3:1');
});

test('paths are told by variables, entries and properties', async () => {
  const { objects } = await json('objects', afterwards, 'Session', '-n', '1');
  const { paths } = await json('why', afterwards, `@${objects[0].id}`);
  assert.match(paths.map(({ text }) => text).join('\n'),
    /cache \(Map\) → entry "user:\d+" \(Session\)/);
});

test('numbers and their like are seen where they are', async () => {
  const { objects } = await json('objects', afterwards, '{name, id, session}');
  const { fields } = await json('object', afterwards, `@${objects[0].id}`);
  const of = (name) => fields.find((field) => field.access === name);
  assert.match(of('.name').node.label, /^"user \d+"$/);
  assert.equal(of('.id').node.label,
    of('.name').node.label.replace(/\D/g, ''));
  assert.equal(of('.id').node.self, 0);
});

test('a Map says how full it is', async () => {
  const { collections } = await json('collections', afterwards);
  const map = collections.find(({ kind, count }) =>
    kind === 'Map' && count === 39);
  assert.ok(map.capacity >= 39);
});

test('between two moments objects are the same, or are not', async () => {
  const { classes } = await json('diff', before, afterwards);
  const of = (name) => classes.find((each) => each.class === name);
  // many cells took the places of others in between
  assert.equal(of('Session').freed.count, 1);
  assert.equal(of('Function').freed.count, 37);
  assert.equal(of('Session').new.count, 0);
  assert.equal(of('Map'), undefined);
  const nothing = await json('diff', afterwards, afterwards);
  assert.equal(nothing.classes.length, 0);
});

test('a recording gives the same snapshot', async () => {
  const recording = join(folder, 'heap.glass');
  await run('record', heap, '-o', recording, '--seed', '0');
  const path = join(folder, 'recorded.heapsnapshot');
  await run('snapshot', recording, '--at', '37', '-o', path);
  assert.equal(readFileSync(path, 'utf8'), readFileSync(before, 'utf8'));
});

test('what is wrong is said', async () => {
  const without = await glassheap(['snapshot', heap]);
  assert.equal(without.status, 2);
  assert.match(without.stderr, /where to\? Give -o FILE\.heapsnapshot/);
  const never = await glassheap(['snapshot', heap, '--at', '999', '-o',
    join(folder, 'never')]);
  assert.equal(never.status, 5);
  assert.match(never.stderr, /line 999 is not reached/);
  const nowhere = await glassheap(['snapshot', heap, '-o', '/nowhere/x']);
  assert.equal(nowhere.status, 3);
  assert.match(nowhere.stderr, /\/nowhere\/x: cannot be written/);
});

test('a list of 100,000 is told in a moment', async () => {
  const program = join(folder, 'list.js');
  writeFileSync(program, `class Item {
  constructor(n, next) {
    this.name = 'item ' + n;
    this.next = next;
    byName.set(this.name, n);
  }
}
const byName = new Map();
let head = null;
for (let n = 0; n < 100000; n++) head = new Item(n, head);
const end = 1;
`);
  const path = join(folder, 'list.heapsnapshot');
  await run('snapshot', program, '-o', path);
  const { paths, count, followed } = await json('why', path, 'Item', '-n', '1');
  assert.equal(count, 100_000);
  assert.ok(followed >= 20);
  assert.match(paths[0].text, /head \(Item\) → next \(Item\) … again and again/);
  assert.ok(paths[0].retained < 1e7);
});
