// tools/setup: silent when nothing is missing, one clear line when something
// cannot be had. The machine is a folder of programs on the path.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-setup-'));
after(() => rmSync(folder, { recursive: true }));

const COMMON = ['bash', 'dirname', 'sed', 'tr', 'mktemp', 'rm', 'env'];

// A folder for the path: the usual tools, and scripts by name.
function machine(scripts) {
  const path = mkdtempSync(join(folder, 'bin-'));
  for (const name of COMMON) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`],
      { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(path, name));
  }
  const all = { 'dpkg-query': 'exit 1', id: 'echo 0', ...scripts };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(path, name), `#!${join(path, 'bash')}\n${text}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

const setup = (PATH, what = 'make') =>
  spawnSync(join(ROOT, 'tools/setup'), [what],
    { encoding: 'utf8', env: { ...process.env, PATH, TMPDIR: folder } });

test('what is there is not installed again', () => {
  const { status, stdout, stderr } = setup(machine({
    'dpkg-query': 'echo installed make',
    'apt-get': 'echo called >&2; exit 1',
  }));
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

test('what is missing is installed', () => {
  const { status, stdout, stderr } = setup(machine({
    'apt-get': 'case "$*" in *install*make) exit 0 ;; *update) exit 0 ;; esac\n'
      + 'exit 9',
  }));
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(stdout, 'tools/setup: installing make\n');
});

test('an install that fails is one line', () => {
  const { status, stderr } = setup(machine({
    'apt-get': 'echo E: Unable to locate; echo more; exit 100',
  }));
  assert.equal(status, 1);
  assert.match(stderr, new RegExp('^tools/setup: apt-get could not install ' +
    'make: check the network[^\\n]* \\(its output is in [^\\n]+\\)\\n$'));
});

test('no apt-get, or no right to call it: one line that says what to do',
  () => {
    const bare = setup(machine({}));
    assert.equal(bare.status, 1);
    assert.match(bare.stderr,
      /^tools\/setup: [^\n]*no apt-get: install them by hand: make\n$/);
    const user = setup(machine({ id: 'echo 1000', 'apt-get': 'exit 0' }));
    assert.equal(user.status, 1);
    assert.match(user.stderr,
      /^tools\/setup: [^\n]*no sudo: as root, run: apt-get install make\n$/);
  });

test('a wrong word is usage', () => {
  const { status, stderr } = setup(machine({}), 'everything');
  assert.equal(status, 2);
  assert.match(stderr, /^usage: tools\/setup run\|test\|make\n$/);
});
