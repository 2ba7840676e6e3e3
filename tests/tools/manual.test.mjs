// docs/bytecode.md says what src/bytecode/instructions.def says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

test('the manual of the bytecode is up to date', () => {
  const { status, stderr } = spawnSync(process.execPath,
    [join(ROOT, 'tools/bytecode-manual.mjs'), '--check'],
    { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
