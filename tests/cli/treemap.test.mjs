// `dominators --treemap`: areas of characters, as large as what they stand for.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-treemap-'));
const file = join(folder, 'heap.heapsnapshot');
after(() => rmSync(folder, { recursive: true }));

async function run(args, env = {}) {
  const { status, stdout, stderr } = await glassheap(args,
    { env: { GLASSHEAP_CACHE: '', COLUMNS: '90', ...env } });
  assert.equal(status, 0, stderr);
  return stdout;
}

before(() => run(['snapshot', fixture('heap.js'), '-o', file]));

const map = (env, ...more) => run(['dominators', file, '--treemap', ...more],
  env);

test('a frame of boxes, each row as wide as the terminal', async () => {
  const [title, ...rows] = (await map()).trimEnd().split('\n');
  assert.match(title, /^.* @\d+ keeps [\d.]+ KB +\d+%$/);
  assert.equal(rows.length, 24);
  for (const row of rows) assert.equal([...row].length, 90);
  assert.match(rows[0], /^┌[─┬]+┐$/);
  assert.match(rows.at(-1), /^└[─┴]+┘$/);
  assert.ok(rows.slice(1, -1).every((row) => /^[│├].*[│┤]$/.test(row)));
});

test('the largest has its name and size in it', async () => {
  const answer = JSON.parse(await run(['dominators', file, '--json', '-n', '1']));
  const text = await map({}, `@${answer.id}`);
  const [{ label, id }] = answer.children;
  assert.ok(text.includes(`${label} @${id}`.slice(0, 12)), text);
});

test('without UTF-8, in ASCII', async () => {
  assert.match(await map({ LC_ALL: 'C' }), /^[\x20-\x7e\n]*$/);
  assert.match(await map({ LC_ALL: 'C' }), /\n\+[-+]+\+\n/);
});

test('of an object that keeps nothing', async () => {
  const { objects } = JSON.parse(await run(
    ['objects', file, '(symbol)', '--json', '-n', '1']));
  const text = await map({}, `@${objects[0].id}`);
  assert.equal(text.trimEnd().split('\n').length, 25);
});
