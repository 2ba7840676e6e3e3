// `grow`: the function that is called, what is said of growth, exit statuses.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const grow = (file, ...args) =>
  glassheap(['grow', fixture(file.includes('/') ? file : `grow/${file}`),
    ...args], { env: { NO_COLOR: '1' } });

async function report(file, ...args) {
  const { status, stdout, stderr } = await grow(file, '--json', ...args);
  assert.ok(stdout, stderr);
  return { status, ...JSON.parse(stdout) };
}

const changes = ({ rounds }, key) =>
  rounds.slice(1).map((point, i) => point[key] - rounds[i][key]);

test('what is called: by name, or what is obvious', async () => {
  const named = [
    [await report('several.mjs', '--call', 'keep'), 'keep()'],
    [await report('several.mjs', '--call', 'later'), 'later()'],
    [await report('one.cjs'), 'module.exports'],
    [await report('whole.cjs'), 'the whole program'],
    [await report('script.js'), 'iterate()'],
    [await report('script.js', '--call', 'visit'), 'visit()'],
    [await report('numbers.js', '--call', 'fill'), 'fill()'],
  ];
  for (const [{ action }, name] of named) assert.equal(action, name);
});

test('growth is exact, and the same each time', async () => {
  const first = await report('several.mjs', '--call', 'keep');
  const second = await report('several.mjs', '--call', 'keep');
  assert.deepEqual(first, second);
  assert.equal(first.status, 1);
  assert.equal(first.rounds.length, 9);
  const used = changes(first, 'used');
  assert.ok(used.every((bytes) => bytes === used[0]), used.join());
  assert.equal(first.growth, used[0]);
  assert.equal(first.growth % first.iterations, 0);
});

test('who allocates, in each round', async () => {
  const { leaks, sites } = await report('one.cjs', '--rounds', '4',
    '--iterations', '30');
  const [{ class: name, count, sites: [first] }] = leaks.suspects;
  assert.deepEqual([name, count], ['{n, at}', 120]);
  assert.equal(first.name, 'addRow');
  assert.equal(first.location.line, 3);
  const site = sites.find(({ trace }) => trace === first.trace);
  assert.equal(site.born.length, 4);
  assert.ok(site.counts.every((each) => each >= 30), site.counts.join());
});

test('stores that grow in steps', async () => {
  const log = await report('numbers.js');
  assert.equal(log.status, 1);
  assert.equal(log.verdict, 'stepwise');
  assert.equal(log.growth, 80);
  assert.deepEqual(log.leaks.suspects, []);
  assert.match(log.leaks.stores[0].path, /log \(Array\)$/);
  const full = await report('numbers.js', '--call', 'fill');
  assert.equal(full.status, 0);
  const bounced = await report('numbers.js', '--call', 'bounce');
  assert.equal(bounced.growth, 0);
});

test('the limit', async () => {
  const { growth } = await report('one.cjs');
  const within = await report('one.cjs', '--fail-above', String(growth));
  assert.equal(within.status, 0);
  const above = await report('one.cjs', '--fail-above', String(growth - 1));
  assert.equal(above.status, 1);
  assert.equal(above.fails, true);
});

test('the last heap, with who allocated what', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-grow-'));
  const path = join(folder, 'last.heapsnapshot');
  assert.equal((await grow('one.cjs', '-o', path)).status, 1);
  const { stdout } = await glassheap(
    ['summary', path, '--by', 'site', '--json'], { env: { GLASSHEAP_CACHE: '' } });
  const site = JSON.parse(stdout).classes.find(({ name }) => name === 'addRow');
  assert.equal(site.location.line, 3);
  rmSync(folder, { recursive: true });
  const nowhere = await grow('one.cjs', '-o', '/nowhere/last.heapsnapshot');
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.stderr, /nowhere.*cannot be written/);
});

test('what would be freed without a reference', async () => {
  const { cuts } = await report('one.cjs', '--cut', 'rows[*],rows,nothing');
  const [entries, array, nothing] = cuts;
  assert.ok(entries.growth > 0);
  assert.deepEqual([entries.cut, entries.frees], ['rows[*]', entries.growth]);
  assert.ok(entries.references >= 100);
  // without the array itself, which was there before
  assert.equal(array.frees, entries.growth);
  assert.ok(array.others > entries.others);
  assert.deepEqual([nothing.references, nothing.frees], [0, 0]);
  const { stdout } = await grow('one.cjs', '--cut', 'rows[*],nothing');
  assert.match(stdout, /what if +without rows\[\*\]: frees .* \(100%\)/);
  assert.match(stdout, /and +without nothing: there is no such reference/);
});

test('for people', async () => {
  const { status, stdout } = await grow('one.cjs');
  assert.equal(status, 1);
  assert.match(stdout, /^module\.exports of .*one\.cjs: 8 rounds of 10 calls/);
  assert.match(stdout, /It grows by [\d,]+ bytes a round, \d+ bytes a call/);
  assert.match(stdout, /cut +Cut the entries of the Array `rows`/);
  assert.match(stdout, /made by .*\{n, at\}  addRow at one\.cjs:3:\d+/);
  assert.doesNotMatch(stdout, /\x1b/);
  const still = await grow('numbers.js', '--call', 'fill');
  assert.match(still.stdout, /It does not (grow|go on growing)/);
});

test('what cannot be run is status 2, with a reason', async () => {
  const cases = [
    [['several.mjs'], /which of its functions .*--call NAME: keep, later/],
    [['several.mjs', '--call', 'nothing'],
      /it has no function nothing; it exports keep, later/],
    [['several.mjs', '--call', 'limit'], /it has no function limit/],
    [['wrong.mjs', '--call', 'throws'],
      /thrown in iteration 3:\nTypeError: three\n +at throws/],
    [['wrong.mjs', '--call', 'rejects'], /in iteration 0:\nError: refused/],
    [['wrong.mjs', '--call', 'never'], /a promise that is not settled/],
    [['wrong.mjs', '--call', 'late'], /by what was waiting:\nError: late/],
    [['wrong.mjs', '--call', 'leaves'], /the program called process\.exit/],
    [['nowhere.mjs'], /nowhere\.mjs/],
    [['one.cjs', '--rounds', '3'], /--rounds wants a whole number from 4/],
    [['one.cjs', '--fail-above', 'x'], /--fail-above wants/],
  ];
  for (const [args, words] of cases) {
    const { status, stdout, stderr } = await grow(...args);
    assert.equal(status, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, words);
  }
});

test('a program that never waits', async () => {
  const { status } = await report('busy.mjs', '--rounds', '4');
  assert.equal(status, 0);
});
