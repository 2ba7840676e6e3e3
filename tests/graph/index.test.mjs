// The index of a snapshot, from the command line: every answer is what it is
// without one, and what is wrong in an index is never an answer.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync,
  readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { glassheap } from '../cli/command.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-index-'));
const cache = join(folder, 'cache');
const FILE = join(folder, 'node.heapsnapshot');
// smaller snapshots have no index
const BYTES = 17 << 20;

const run = (args, kept) =>
  glassheap(args, { env: { GLASSHEAP_CACHE: kept ? cache : '' } });

// Whether a process is still at the file.
const isAtWork = () => readdirSync('/proc').some((name) => {
  try {
    return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(FILE);
  } catch {
    return false;
  }
});

// The path of the index, once all of it was written beside the first answer.
async function makeIndex() {
  await run(['open', FILE], true);
  for (let i = 0; i < 600 && isAtWork(); i++) await sleep(100);
  const [name] = readdirSync(cache).filter((each) => /\.index$/.test(each));
  assert.ok(name, 'no index was written');
  return join(cache, name);
}

before(async () => {
  mkdirSync(cache, { mode: 0o700 });
  const made = spawnSync(process.execPath,
    [join(HERE, 'fixtures/lists.cjs'), FILE], { timeout: 60_000 });
  assert.equal(made.status, 0, String(made.stderr));
  // blanks after the end are JSON, too
  const { length } = readFileSync(FILE);
  appendFileSync(FILE, Buffer.alloc(Math.max(0, BYTES - length), ' '));
});
after(() => rmSync(folder, { recursive: true }));

const COMMANDS = [
  ['open'], ['summary'], ['summary', '--sort', 'count', '-n', '7'],
  ['summary', '--by', 'shape'], ['summary', '--by', 'location', '-n', '5'],
  ['summary', '--by', 'shape', '--sort', 'name', '--offset', '3'],
  ['summary', '--by', 'location', '--sort', 'count'],
  ['summary', '--by', 'shape', '--filter', 'a', '--sort', 'self'],
  ['summary', '--by', 'site'], ['dominators', '--depth', '4'],
  ['dominators', '--treemap'], ['objects', 'Array', '--offset', '20'],
  ['objects', '(string)', '-n', '200'], ['strings'], ['closures'],
  ['closures', '--offset', '40', '-n', '60'],
  ['closures', '--offset', '777', '-n', '9'], ['listeners'],
  ['listeners', '--offset', '2', '-n', '3'], ['timers'], ['detached'],
  ['globals'], ['globals', '--offset', '11'], ['collections'],
  ['collections', '--sort', 'waste', '--offset', '5'],
  ['collections', '--sort', 'count'], ['leaks'], ['leaks', '--offset', '1'],
  ['why', 'Array'], ['why', 'PlantedHub'],
];

test('every answer is what it is without an index', async () => {
  await makeIndex();
  for (const [command, ...rest] of COMMANDS) {
    const args = [command, FILE, '--json', ...rest];
    const [kept, computed] = [await run(args, true), await run(args, false)];
    assert.deepEqual(kept, computed, args.join(' '));
  }
});

test('objects, what refers to them, and why', async () => {
  const { stdout } = await run(['query', FILE, '--json', `
    SELECT id FROM (SELECT id FROM nodes ORDER BY retainer_count DESC LIMIT 3)
    UNION SELECT id FROM (SELECT id FROM nodes ORDER BY edge_count DESC LIMIT 3)
    UNION SELECT id FROM (SELECT id FROM nodes ORDER BY distance LIMIT 2)
    UNION SELECT id FROM (SELECT id FROM nodes WHERE type = 'string' LIMIT 2)`,
  ], false);
  const ids = JSON.parse(stdout).map(({ id }) => id);
  assert.ok(ids.length >= 8);
  for (const id of ids)
    for (const [command, ...rest] of [['object'], ['object', '--offset', '70'],
      ['retainers'], ['retainers', '--offset', '4000', '-n', '60'], ['why'],
      ['dominators']]) {
      const args = [command, FILE, `@${id}`, '--json', ...rest];
      const [kept, computed] = [await run(args, true), await run(args, false)];
      assert.deepEqual(kept, computed, args.join(' '));
    }
});

test('places in SQL: the first are looked for one by one', async () => {
  for (const limit of [20, 2000]) {
    const args = ['query', FILE, `SELECT id, script, line, "column"
      FROM nodes WHERE script IS NOT NULL LIMIT ${limit}`, '--csv'];
    const [kept, computed] = [await run(args, true), await run(args, false)];
    assert.deepEqual(kept, computed);
    assert.equal(kept.stdout.split('\n').length, limit + 2);
  }
});

test('what is wrong is computed again, and the index is gone', async () => {
  const path = await makeIndex();
  const whole = join(folder, 'whole');
  copyFileSync(path, whole);
  const sql = 'SELECT sum(retained_size), max(distance) FROM nodes';
  for (const [part, args] of [[0.3, ['query', FILE, sql, '--csv']],
    [0.5, ['query', FILE, sql]], [0.9, ['timers', FILE, '--json']]]) {
    const bytes = readFileSync(whole);
    // everything from there on, so that whatever is looked at is wrong
    for (let i = Math.floor(bytes.length * part); i < bytes.length; i += 512)
      bytes[i] ^= 0x41;
    writeFileSync(path, bytes, { mode: 0o600 });
    const [kept, computed] = [await run(args, true), await run(args, false)];
    assert.deepEqual(kept, computed, args.join(' '));
    await makeIndex();
    assert.ok(!readFileSync(path).equals(bytes), 'it is another one');
  }
});
