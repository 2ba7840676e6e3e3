// Our own heap, written as snapshots: the leak finders see it as they see
// V8's, and name in it what `grow` names.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT, glassheap } from '../cli/command.mjs';

const LEAKS = join(ROOT, 'examples/leaks');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-leaks-'));
after(() => rmSync(folder, { recursive: true }));

async function run(...args) {
  const { status, stdout, stderr } = await glassheap(args,
    { env: { GLASSHEAP_CACHE: '' } });
  assert.equal(status, 0, stderr);
  return stdout;
}

const json = async (...args) => JSON.parse(await run(...args, '--json'));

// Before the third, the fourth and the fifth forty calls.
async function takeThree(name, file, host = []) {
  const drive = join(LEAKS, 'drive.mjs');
  const line = 1 + readFileSync(drive, 'utf8').split('\n')
    .findIndex((text) => text.includes('// here'));
  const paths = [];
  for (const hit of [3, 4, 5]) {
    const path = join(folder, `${name}.${hit}.heapsnapshot`);
    await run('snapshot', ...host, drive, '--at', `${line}:${hit}`, '-o', path, '--',
      name, file);
    paths.push(path);
  }
  return paths;
}

async function findLeak(name) {
  const scenario =
    JSON.parse(readFileSync(join(LEAKS, name, 'scenario.json'), 'utf8'));
  const paths = await takeThree(name, 'flawed.js', scenario.host);
  const [leak] = (await json('leaks', ...paths)).suspects;
  assert.ok(leak.cut.startsWith(scenario.cut), leak.cut);
  assert.equal(leak.finder, scenario.finder);
  assert.equal(leak.verdict, 'growing');
  return { leak, path: paths.at(-1) };
}

test('listeners of an EventTarget', async () => {
  const { path } = await findLeak('once-on-signal');
  const { listeners: [first] } = await json('listeners', path);
  assert.equal(first.event, 'abort');
  assert.equal(first.emitter.class, 'AbortSignal');
  assert.equal(first.count, 160);
});

test('listeners of an EventEmitter', async () => {
  const { path } = await findLeak('listener-a-request');
  const { listeners: [first] } = await json('listeners', path);
  assert.deepEqual([first.event, first.count], ['reload', 160]);
});

test('trees that have left the page', async () => {
  const { leak, path } = await findLeak('detached-rows');
  assert.match(leak.title, /^80 Detached <tr> out of the page/);
  const { trees } = await json('detached', path);
  assert.equal(trees, 160);
});

test('timers', async () => {
  const { path } = await findLeak('timer-on-success');
  const { timers: [first] } = await json('timers', path);
  assert.equal(first.count, 80);
});

test('environments of closures', async () => {
  const { leak, path } = await findLeak('shared-environment');
  assert.equal(leak.inside.path, 'variable content');
  const { classes } = await json('summary', path, '-n', '500');
  const contexts = classes.find(({ name }) => name === 'system / Context');
  assert.ok(contexts.count >= 160);
});

for (const name of ['promise-race', 'parked-generators',
  'alternating-closures', 'view-on-buffer', 'weakref-map']) {
  test(name, async () => { await findLeak(name); });
}

for (const name of ['cycle', 'timeout-ends', 'weakmap-value']) {
  test(`${name} is passed over`, async () => {
    const paths = await takeThree(name, 'innocent.js');
    assert.deepEqual((await json('leaks', ...paths)).suspects, []);
  });
}
