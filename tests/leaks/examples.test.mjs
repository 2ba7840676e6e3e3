// examples/leaks: `grow` finds each flaw, names the edge to cut, and agrees
// that its fix is one; what is innocent passes. The functional test of an
// example passes before and after.
import assert from 'node:assert/strict';
import {
  existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GLASSHEAP, ROOT, glassheap } from '../cli/command.mjs';

const LEAKS = join(ROOT, 'examples/leaks');
// The sanitizers take their time.
const ROUNDS = GLASSHEAP.includes('sanitize') ? '4' : '8';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-examples-'));
after(() => rmSync(folder, { recursive: true }));

const names = readdirSync(LEAKS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map((entry) => entry.name);

async function grow(name, file, { action, host = [] }, ...more) {
  const args = ['grow', ...host, join(LEAKS, name, file), '--call', action,
    '--rounds', ROUNDS, '--json', ...more];
  const { status, stdout, stderr } = await glassheap(args);
  assert.ok(stdout, stderr);
  return { status, ...JSON.parse(stdout) };
}

// A program in a browser has no arguments: what it is to check stands in it.
function browserCheck(name, file) {
  const path = join(folder, `${name}.${file}.mjs`);
  const from = (part) => JSON.stringify(join(LEAKS, name, part));
  writeFileSync(path, `
    import assert from 'node:assert/strict';
    import * as subject from ${from(file)};
    import test from ${from('test.js')};
    await test(subject, assert);`);
  return [path];
}

async function checkFeature(name, file, { host = [] }) {
  const check = host.length ? browserCheck(name, file)
    : [join(LEAKS, 'check.mjs'), name, file];
  const { status, stderr } = await glassheap(['run', ...host, ...check]);
  assert.equal(status, 0, stderr);
}

test('reference counting leaves cycles behind', async () => {
  const scenario = { action: 'askUser' };
  const counting =
    await grow('cycle', 'innocent.js', scenario, '--collector', 'counting');
  assert.equal(counting.status, 1);
  assert.ok(counting.leaks.suspects.every(({ finder }) => finder === 'cycles'));
  const { status } = await grow('cycle', 'innocent.js', scenario,
    '--collector', 'counting', '--cycles');
  assert.equal(status, 0);
});

for (const name of names) {
  const scenario =
    JSON.parse(readFileSync(join(LEAKS, name, 'scenario.json'), 'utf8'));
  if (scenario.kind === 'innocent') {
    test(`${name} is innocent`, async () => {
      await checkFeature(name, 'innocent.js', scenario);
      const { status, growth, leaks } =
        await grow(name, 'innocent.js', scenario);
      assert.equal(status, 0);
      assert.equal(growth, 0);
      assert.deepEqual(leaks.suspects, []);
    });
    continue;
  }
  test(`${name} is found, with the edge to cut`, async () => {
    await checkFeature(name, 'flawed.js', scenario);
    const { status, growth, leaks } = await grow(name, 'flawed.js', scenario);
    assert.equal(status, 1);
    assert.ok(growth > scenario.rest);
    const [{ cut, finder, inside, sites, stored, sure }] = leaks.suspects;
    assert.ok(cut.startsWith(scenario.cut), cut);
    assert.equal(finder, scenario.finder);
    if (scenario.inside) assert.ok(inside.path.startsWith(scenario.inside));
    assert.equal(sure, 'certain');
    assert.ok(sites.length > 0);
    // what waits for the event loop is put there by no store
    if (finder !== 'timers') assert.match(stored.location.file, /flawed\.js$/);
  });
  test(`${name} is mended`, async () => {
    await checkFeature(name, 'fixed.js', scenario);
    const { status, growth } = await grow(name, 'fixed.js', scenario,
      '--fail-above', String(scenario.rest));
    assert.equal(status, 0, `${growth} bytes a round`);
    assert.equal(growth > 0, scenario.rest > 0);
  });
  if (!existsSync(join(LEAKS, name, 'half.js'))) continue;
  test(`${name} is not mended by half`, async () => {
    await checkFeature(name, 'half.js', scenario);
    const { status } = await grow(name, 'half.js', scenario);
    assert.equal(status, 1);
  });
}
