// lab/silhouettes.json, which the cheatsheet draws, is what the engine says of
// the leaks today.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FILE, makeSilhouettes } from '../../tools/silhouettes.mjs';
import { glassheap } from '../cli/command.mjs';

async function grow(args) {
  const { stdout, stderr } = await glassheap(args);
  assert.ok(stdout, stderr);
  return JSON.parse(stdout);
}

test('silhouettes are up to date', async () => {
  const now = await makeSilhouettes(grow);
  const before = JSON.parse(readFileSync(FILE, 'utf8'));
  assert.deepEqual(Object.keys(before), Object.keys(now));
  for (const [name, silhouette] of Object.entries(now)) {
    assert.deepEqual(before[name], JSON.parse(JSON.stringify(silhouette)),
      `${name}: node tools/silhouettes.mjs writes the file anew`);
    const { cut, path } = silhouette;
    assert.ok(cut === 'inside' || cut < path.length);
  }
});
