// Bad input of every kind: one clear line, an exit status, nothing half done.
import assert from 'node:assert/strict';
import {
  chmodSync, existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync,
  rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GLASSHEAP, fixture, glassheap } from './command.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-input-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

// Every command that takes a file, with that file.
const commandsOn = (path) => [
  ['run', path], ['show', path], ['watch', '--port', '0', path],
  ['record', path, '-o', join(folder, 'never.glass')], ['disassemble', path],
];

async function refusesAll(path, message) {
  for (const args of commandsOn(path)) {
    const { status, stdout, stderr } = await glassheap(args);
    assert.equal(status, 3, `${args[0]}: ${stderr}`);
    assert.equal(stdout, '', args[0]);
    assert.match(stderr, message, args[0]);
  }
  assert.ok(!existsSync(join(folder, 'never.glass')));
}

test('a missing file', () =>
  refusesAll(join(folder, 'none.js'), /none\.js: there is no such file\n$/));

test('a directory', () => {
  mkdirSync(join(folder, 'sub'));
  return refusesAll(join(folder, 'sub'), /sub: is a directory/);
});

test('a binary', () => refusesAll(file('binary.js', Buffer.from([1, 0, 2])),
  /binary\.js: is a binary file/));

test('invalid UTF-8', () =>
  refusesAll(file('latin1.js', Buffer.from('a;\nb = "\xe9";', 'latin1')),
    /latin1\.js:2: byte 0xe9 at offset 8 is not UTF-8/));

test('a file that may not be read', async (t) => {
  if (process.getuid() === 0) {
    t.skip('root may read everything');
    return;
  }
  const path = file('secret.js', '1');
  chmodSync(path, 0);
  await refusesAll(path, /secret\.js: Permission denied/);
});

// For root, too: this file opens, and reading it fails.
test('a file that cannot be read', { skip: !existsSync('/proc/self/mem') },
  () => refusesAll('/proc/self/mem', /\/proc\/self\/mem: Input\/output error/));

test('a syntax error has line, column and caret', () =>
  refusesAll(file('syntax.js', 'let a = 1;\nlet b = = 2;\n'),
    /syntax\.js:2:9[^]*let b = = 2;\n {8}\^\n$/));

test('an empty file is a program', async () => {
  const path = file('empty.js', '');
  assert.deepEqual(await glassheap(['run', path]),
    { status: 0, signal: null, stdout: '', stderr: '' });
  assert.equal((await glassheap(['show', path])).status, 0);
});

test('an uncaught exception', async () => {
  const path = file('throws.js', 'function f() { throw new Error("x"); }\nf();');
  const run = await glassheap(['run', path]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /^Error: x\n\s+at f .*throws\.js:1/);
  const shown = await glassheap(['show', path]);
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /where an exception ended the run/);
  assert.match(shown.stdout, /Error: x/);
});

test('endless recursion', async () => {
  const path = file('deep.js', 'function f(n) { return f(n + 1) + 1; }\nf(0);');
  const run = await glassheap(['run', path]);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /RangeError/);
  const shown = await glassheap(['show', path]);
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /more frames/);
});

test('a program that allocates for ever', async () => {
  const path = file('greedy.js',
    'const all = []; for (let i = 0; ; i++) all.push({i});');
  const out = join(folder, 'greedy.glass');
  for (const args of [['run', path], ['record', path, '-o', out]]) {
    const { status, stderr } =
      await glassheap([...args.slice(0, 1), '--heap-limit', '16M',
        ...args.slice(1)]);
    assert.equal(status, 4, args[0]);
    assert.match(stderr, /Out of memory: the heap limit is 16 MiB/);
  }
  const shown = await glassheap(['show', out]);
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /where an exception ended the run/);
});

test('moments that do not exist', async () => {
  const path = fixture('shapes.js');
  for (const [at, message] of [
    ['99', /line 99 is not reached: the run ends at \d+\.end/],
    ['5:3', /line 5 is not reached 3 times/],
    ['77777.0', /there is no moment 77777\.0: the run ends at/],
    ['0.9999', /there is no moment 0\.9999; the next is 1\.0/],
  ]) {
    const { status, stdout, stderr } =
      await glassheap(['show', path, '--at', at]);
    assert.equal(status, 5, at);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  }
});

// ---- Recordings ---------------------------------------------------------------

async function recordingOf(path, args = []) {
  const out = join(folder, 'run.glass');
  const { status, stderr } = await glassheap(['record', path, '-o', out, ...args]);
  assert.equal(status, 0, stderr);
  return out;
}

test('a recording takes the place of the script', async () => {
  const script = file('mine.js', readFileSync(fixture('shapes.js'), 'utf8'));
  const out = await recordingOf(script, ['one', 'two']);
  rmSync(script);
  const run = await glassheap(['run', out]);
  assert.equal(run.stdout, 'total 6 one two\n');
  const shown = await glassheap(['show', out, '--json']);
  assert.match(JSON.parse(shown.stdout).file, /mine\.js$/);
  const twice = await glassheap(['show', out, '--json']);
  assert.equal(shown.stdout, twice.stdout);
});

test('a recording keeps its random numbers', async () => {
  const out = await recordingOf(fixture('random.js'));
  const [one, two] = [await glassheap(['run', out]),
    await glassheap(['run', out])];
  assert.equal(one.stdout, two.stdout);
});

test('record ends with the status that the program chose', async () => {
  const path = file('exits.js', 'process.exit(3)');
  const { status } = await glassheap(
    ['record', path, '-o', join(folder, 'exits.glass')]);
  assert.equal(status, 3);
});

test('damaged recordings', async () => {
  const out = await recordingOf(fixture('shapes.js'));
  const text = readFileSync(out, 'utf8');
  const damage = {
    'cut.glass': [text.slice(0, -40), /damaged recording/],
    'empty.glass': ['', /damaged recording/],
    'array.glass': ['[]', /is not a recording/],
    'other.glass': ['{"a": 1}', /is not a recording/],
    'edited.glass': [text.replace('total', 'tutal'), /damaged recording/],
    'old.glass': [text.replace(/"engine": "[^"]*"/, '"engine": "0.0.1"'),
      /was recorded by version 0\.0\.1 of the engine/],
    'seed.glass': [text.replace(/"seed": "\d+"/, '"seed": "-1"'),
      /damaged recording/],
  };
  for (const [name, [content, message]] of Object.entries(damage)) {
    await refusesAll(file(name, content), message);
  }
});

test('recordings that cannot be written', async () => {
  for (const path of [join(folder, 'no/such/folder.glass'), folder,
    '/dev/full']) {
    const { status, stderr } =
      await glassheap(['record', fixture('shapes.js'), '-o', path]);
    assert.equal(status, 3, path);
    assert.match(stderr, /^glassheap: .*: not written: [^\n]+\n$/);
  }
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.tmp')));
});

test('a program that throws is recorded all the same', async () => {
  const out = join(folder, 'throws.glass');
  const path = file('throws.js', 'throw 1;');
  assert.equal((await glassheap(['record', path, '-o', out])).status, 1);
  assert.equal((await glassheap(['run', out])).status, 1);
});

// ---- Output -------------------------------------------------------------------

test('nobody reads the output', async () => {
  for (const args of [['run', file('loud.js',
    'for (let i = 0; i < 1e5; i++) console.log(i);')],
  ['show', fixture('shapes.js')], ['--help']]) {
    const child = spawn(GLASSHEAP, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (piece) => { stderr += piece; });
    child.stdout.destroy();
    const [status, signal] = await once(child, 'close');
    assert.equal(stderr, '', args[0]);
    assert.ok(status === 0 || signal === 'SIGPIPE', `${status} ${signal}`);
  }
});

test('a closed standard output is not taken by a file', async () => {
  const out = join(folder, 'closed.glass');
  const child = spawn('/bin/sh', ['-c', 'exec "$@" >&-', 'sh', GLASSHEAP,
    'record', fixture('shapes.js'), '-o', out], { stdio: 'pipe' });
  await once(child, 'close');
  assert.equal((await glassheap(['run', out])).status, 0);
});

test('a moment of a program that never ends', async () => {
  const path = file('endless.js', 'let n = 0;\nfor (;;) n++;\n');
  const shown = await glassheap(['show', path, '--at', '2:5']);
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /at moment \d+\.\d+, line 2/);
});

test('an interrupted recording is whole', async () => {
  const path = file('talks.js',
    'let n = 0;\nconsole.log("go");\nfor (;;) n++;\n');
  const out = join(folder, 'interrupted.glass');
  const child = spawn(GLASSHEAP, ['record', path, '-o', out],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  await once(child, 'close');
  const shown = await glassheap(['show', out, '--at', '3:4']);
  assert.equal(shown.status, 0);
  assert.match(shown.stdout, /│ go/);
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.tmp')));
});

test('an interrupted program', async () => {
  const child = spawn(GLASSHEAP, ['run', file('loop.js',
    'console.log("go"); for (;;);')], { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  const [status, signal] = await once(child, 'close');
  assert.ok(status === 130 || signal === 'SIGINT');
});
