// Lists about programs: what was planted in a Node.js process and in a page of
// Chromium is reported, exactly.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { glassheap } from '../cli/command.mjs';
import { pageSnapshot } from './fixtures/page.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-lists-'));
const NODE = join(folder, 'node.heapsnapshot');
const PAGE = join(folder, 'page.heapsnapshot');

before(async () => {
  const made = spawnSync(process.execPath,
    [join(HERE, 'fixtures/lists.cjs'), NODE], { timeout: 60_000 });
  assert.equal(made.status, 0, String(made.stderr));
  await pageSnapshot(PAGE);
});
after(() => rmSync(folder, { recursive: true }));

async function ask(command, file, ...options) {
  const { status, stdout, stderr } =
    await glassheap([command, file, '--json', ...options]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const labels = (functions) => functions.map(({ label }) => label);

// ---- Node.js ----------------------------------------------------------------

test('closures: an environment, who shares it, who is gone', async () => {
  const { closures } = await ask('closures', NODE, '-n', '2000');
  const accounts = closures.filter(({ functions }) =>
    labels(functions).includes('plantedLabel()'));
  assert.equal(accounts.length, 3);
  for (const account of accounts) {
    assert.deepEqual(account.variables.map(({ name }) => name),
      ['ledger', 'label']);
    assert.ok(account.variables.every(({ alone }) => alone));
    assert.ok(account.node.retained > 16_000);
  }
  const whole = accounts.filter(({ gone }) => !gone.length);
  assert.deepEqual(whole.map(({ closures }) => closures), [2]);
  for (const account of accounts) {
    if (account === whole[0]) continue;
    // V8 may still hold the callback that filled the ledger, to compile it
    const planted = account.functions.filter(({ label }) =>
      label.startsWith('planted'));
    assert.deepEqual(labels(planted), ['plantedLabel()']);
    assert.deepEqual(account.gone, ['plantedBalance']);
    assert.match(account.note, /^plantedBalance is of the same scope/);
    assert.equal(planted[0].location.line, 15);
    assert.match(planted[0].location.file, /lists\.cjs$/);
  }
});

test('listeners: by emitter and event, many of one function', async () => {
  const answer = await ask('listeners', NODE, '-n', '500');
  const ours = answer.listeners.filter(({ emitter }) =>
    emitter.class === 'PlantedHub');
  const counts = ours.map(({ event, count, once, warning }) =>
    [event, count, once, warning]);
  assert.deepEqual(counts.sort(),
    [['close', 1, 0, false], ['ready', 1, 1, false], ['tick', 40, 0, true]]);
  const tick = ours.find(({ event }) => event === 'tick');
  assert.equal(tick.functions[0].label, 'plantedTick()');
  assert.equal(tick.functions[0].count, 40);
  // each keeps an array of a hundred words
  assert.ok(tick.retained > 40 * 800);
  assert.equal(answer.listeners[0].event, 'tick');
  assert.equal(answer.warnings, 1);
});

test('timers: by function, which repeat, what they keep', async () => {
  const { timers } = await ask('timers', NODE);
  const ours = timers.filter(({ callback }) => /^planted/.test(callback.name));
  assert.deepEqual(
    ours.map(({ callback, count, repeats }) =>
      [callback.name, count, repeats]).sort(),
    [['plantedImmediate', 2, false], ['plantedInterval', 3, true],
      ['plantedTimeout', 7, false]]);
  assert.ok(ours.every(({ location }) => /lists\.cjs$/.test(location.file)));
});

test('globals: the program\'s own first', async () => {
  const answer = await ask('globals', NODE);
  assert.equal(answer.own, 3);
  assert.deepEqual(
    answer.globals.filter(({ standard }) => !standard).map(({ name }) => name),
    ['plantedKeep', 'plantedGlobal', 'plantedName']);
  assert.ok(answer.globals[1].node.retained > 5000 * 8);
});

test('collections: items, room, waste', async () => {
  const { collections } = await ask('collections', NODE, '-n', '100000');
  const byId = new Map(collections.map((each) => [each.node.id, each]));
  const summary = await ask('globals', NODE);
  const fieldsOf = async (id) => {
    const { fields } = await ask('object', NODE, `@${id}`, '-n', '1000');
    return Object.fromEntries(
      fields.filter(({ type }) => type === 'property' || type === 'element')
        .map(({ name, node }) => [name, node]));
  };
  const keep = await fieldsOf(summary.globals[0].node.id);
  const holder = await fieldsOf(keep.holder.id);
  const of = (name) => byId.get(holder[name].id);
  const shape = ({ kind, state, count, capacity, wasted }) =>
    [kind, state, count, capacity, wasted];
  assert.deepEqual(shape(of('map')), ['Map', 'filled', 100, 128, 28 * 24]);
  assert.deepEqual(shape(of('set')), ['Set', 'filled', 10, 16, 6 * 16]);
  assert.deepEqual(shape(of('weak')),
    ['WeakMap', 'filled', 6, 16, 10 * 16]);
  assert.deepEqual(shape(of('list')), ['Array', 'filled', 300, 300, 0]);
  assert.deepEqual(shape(of('dictionary')),
    ['object with a dictionary', 'filled', 1499, 4096, 2597 * 24]);
  assert.deepEqual(shape(of('buffer')),
    ['ArrayBuffer', 'filled', 123456, 123456, 0]);
  // numbers do not show in a snapshot
  assert.deepEqual(shape(of('sparse')), ['Map', 'unseen', null, 8, 0]);
  const empty = await fieldsOf(holder.empty.id);
  const maps = Object.keys(empty).filter((name) => /^\d+$/.test(name))
    .map((name) => byId.get(empty[name].id));
  assert.equal(maps.length, 50);
  assert.ok(maps.every(({ state, wasted }) =>
    state === 'empty' && wasted === 152));
});

test('collections: sums by kind are those of the list', async () => {
  const { collections, kinds, total, wasted } =
    await ask('collections', NODE, '-n', '100000');
  assert.equal(collections.length, total);
  for (const kind of kinds) {
    const list = collections.filter((each) => each.kind === kind.name);
    const sum = (key) => list.reduce((all, each) => all + each[key], 0);
    assert.equal(list.length, kind.collections);
    assert.equal(sum('wasted'), kind.wasted);
    assert.equal(sum('bytes'), kind.bytes);
    assert.equal(list.filter(({ state }) => state === 'empty').length,
      kind.empty);
  }
  assert.equal(kinds.reduce((all, kind) => all + kind.wasted, 0), wasted);
  const sorted = await ask('collections', NODE, '--sort', 'waste');
  const most = sorted.collections.map((each) => each.wasted);
  assert.deepEqual(most, [...most].sort((a, b) => b - a));
});

test('nothing detached in Node.js; lists go on by --offset', async () => {
  const { trees, detached } = await ask('detached', NODE);
  assert.deepEqual([trees, detached], [0, []]);
  for (const name of ['closures', 'listeners', 'globals', 'collections']) {
    const all = await ask(name, NODE, '-n', '6');
    const rest = await ask(name, NODE, '-n', '3', '--offset', '3');
    assert.equal(rest.offset, 3);
    assert.deepEqual(rest[name], all[name].slice(3));
  }
});

// ---- Chromium ---------------------------------------------------------------

test('detached trees of a page, and who holds them', async () => {
  const answer = await ask('detached', PAGE);
  const kinds = answer.detached.map(({ root, trees, nodes }) =>
    [root.name, trees, nodes]);
  // a section, three of <em>, a text in each; an article with <b>
  assert.deepEqual(kinds.sort(),
    [['Detached <article>', 1, 2], ['Detached <section>', 5, 35]]);
  assert.deepEqual([answer.trees, answer.nodes], [6, 37]);
  const [sections, article] = ['<section>', '<article>'].map((name) =>
    answer.detached.find(({ root }) => root.name.endsWith(name)));
  assert.equal(sections.holder.class, 'Array');
  assert.match(sections.path, /plantedRows/);
  assert.match(article.path, /→ lone \(Detached <article>\)/);
});

test('listeners of a page', async () => {
  const { listeners } = await ask('listeners', PAGE);
  const planted = listeners.filter(({ functions }) =>
    /planted/.test(functions[0].label));
  const found = planted.map(({ emitter, kind, count, functions }) =>
    [functions[0].label, emitter.name.replace(/ .*/, ''), kind, count]);
  assert.deepEqual(found.sort(), [
    ['plantedClick()', '<button', 'page', 30],
    ['plantedOn()', '<button', 'handler', 1],
    ['plantedResize()', 'Window', 'page', 1],
    ['{handleEvent, planted}', '<button', 'page', 1],
  ]);
  assert.equal(listeners[0].count, 30);
  assert.ok(listeners[0].warning);
});

test('timers, globals and collections of a page', async () => {
  const { timers } = await ask('timers', PAGE);
  assert.deepEqual(
    timers.map(({ callback, count }) => [callback.name, count]).sort(),
    [['plantedInterval', 1], ['plantedTimeout', 4]]);
  const { globals, own } = await ask('globals', PAGE);
  assert.deepEqual(
    globals.filter(({ standard }) => !standard).map(({ name }) => name).sort(),
    ['plantedGlobal', 'plantedMap', 'plantedRestore', 'plantedRows']);
  assert.equal(own, 4);
  const { collections } = await ask('collections', PAGE, '-n', '10000');
  const maps = collections.filter(({ kind, count }) =>
    kind === 'Map' && count === 100);
  // references are compressed to four bytes
  assert.deepEqual(maps.map(({ capacity, wasted }) => [capacity, wasted]),
    [[128, 28 * 12]]);
});
