// Programs of several modules: files are the server's to read, part of the
// recording, and the same at every visit of a moment.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GLASSHEAP, fixture, watchStdio } from './client.mjs';

const EXPECTED = '100 data late ERR_ACCESS_DENIED';
const folder = mkdtempSync(join(tmpdir(), 'glassheap-modules-'));
after(() => rmSync(folder, { recursive: true }));

const consoleOf = async (session) =>
  (await session.ask('Console.describe')).lines.map((line) => line.text);

test('a program with imports is watched', async () => {
  const session = watchStdio(fixture('modules/main.mjs'));
  const { end, failure } = await session.event('Time.ended');
  assert.equal(failure, null);
  await session.seek(end);
  assert.deepEqual(await consoleOf(session), [EXPECTED]);
  const hash = await session.hash();
  await session.seek('0.0');
  await session.seek('50.0');
  const { frames } = await session.ask('Stack.describe');
  assert.ok(frames.length);
  await session.seek(end);
  assert.equal(await session.hash(), hash);
  await session.close();
});

test('a module of CommonJS is the same at every visit', async () => {
  const session = watchStdio(fixture('modules/common.cjs'), ['--allow-fs-read']);
  const { end } = await session.event('Time.ended');
  await session.seek(end);
  assert.deepEqual(await consoleOf(session),
    ["[ 'common.cjs', 'data.json' ]", 'a/b 5 0', 'tick', 'timer late-common.js']);
  const tick = Number(end.split('.')[0]);
  const visits = [0.5, 0.9, 0.2].map((part) => `${Math.floor(tick * part)}.0`);
  const hashes = [];
  for (const moment of [...visits, ...visits.reverse()]) {
    await session.seek(moment);
    hashes.push(await session.hash());
  }
  assert.deepEqual(hashes.slice(0, 3), hashes.slice(3).reverse());
  await session.seek('0.0');
  assert.ok(await session.step('into'));
  await session.close();
});

test('a recording plays where its files are not', () => {
  const source = join(folder, 'there');
  const recording = join(folder, 'run.glass');
  cpSync(fixture('modules'), source, { recursive: true });
  const run = (...args) =>
    execFileSync(GLASSHEAP, args, { encoding: 'utf8' }).trim();
  assert.equal(run('record', join(source, 'main.mjs'), '-o', recording),
    EXPECTED);
  rmSync(source, { recursive: true });
  assert.equal(run('run', recording), EXPECTED);
  assert.match(run('show', recording, '--at', '3'), /makeList/);
  run('record', '--allow-fs-read', fixture('modules/common.cjs'), '-o', recording);
  assert.match(run('run', recording), /'common\.cjs', 'data\.json'/);
});
