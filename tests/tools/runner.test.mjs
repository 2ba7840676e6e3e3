// The tools themselves: what the runner reads in an annotated program, how it
// judges one, and which includes the floors allow.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { complaintAbout } from '../../tools/floors.mjs';
import { runCommand } from '../run/processes.mjs';
import { parseProgram, runProgram } from '../run/programs.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-runner-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// A stand-in for the engine: a shell script that gets the arguments.
function engine(script) {
  const path = join(folder, 'engine');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

function judge(text, script, options = {}) {
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  return runProgram(file, {
    build: 'release', command: engine(script), stress: false, seconds: 5,
    cwd: folder, ...options,
  });
}

test('directives are read in order', () => {
  const program = parseProgram([
    'f(); // expect: one',
    '// expect:',
    '// expect-error: TypeError: x',
    '// exit: 3',
    '// flags: --a b',
    '// args: c',
    '// timeout: 7',
    '// stress: skip it allocates a million objects',
  ].join('\n'));
  assert.deepEqual(program.output, ['one', '']);
  assert.deepEqual(program.errors, ['TypeError: x']);
  assert.equal(program.exit, 3);
  assert.deepEqual(program.flags, ['--a', 'b']);
  assert.deepEqual(program.args, ['c']);
  assert.equal(program.timeout, 7);
  assert.equal(program.skipStress, 'it allocates a million objects');
});

test('a file must expect something, and give reasons', () => {
  assert.throws(() => parseProgram('f();'), /no `\/\/ expect:`/);
  assert.throws(() => parseProgram('// stress: skip'), /wants a reason/);
  assert.throws(() => parseProgram('// exit: one'), /wants a number/);
  assert.throws(() => parseProgram('// only: tuesdays x'), /release or/);
});

test('a program that prints what it says passes', async () => {
  const text = '// expect: run\n// expect: program.js\n// flags: --f';
  const { outcome, detail } = await judge(text,
    'echo $1; basename $3; test $2 = --f');
  assert.equal(detail, '');
  assert.equal(outcome, 'passed');
});

test('other output, status or error text fails and says so', async () => {
  const output = await judge('// expect: a\n// expect: b', 'echo a; echo c');
  assert.equal(output.outcome, 'failed');
  assert.match(output.detail, /from line 2 on[^]* {2}- b\n {2}\+ c/);
  const more = await judge('// expect: a', 'echo a; echo b');
  assert.match(more.detail, /\+ b/);
  const status = await judge('// expect: a', 'echo a; exit 4');
  assert.match(status.detail, /exit status 4, wanted exit status 0/);
  const error = await judge('// expect-error: no', 'echo yes >&2');
  assert.match(error.detail, /does not say: no\n[^]*\| yes/);
  const signal = await judge('// expect: a', 'echo a; kill -SEGV $$');
  assert.match(signal.detail, /signal SIGSEGV/);
});

test('an endless program is stopped', async () => {
  const { outcome, detail } = await judge('// expect: a\n// timeout: 1',
    'echo a; sleep 60');
  assert.equal(outcome, 'failed');
  assert.match(detail, /stopped after 1 s/);
});

test('stress mode is asked for and can be declined', async () => {
  const asked = await judge('// expect: --gc-stress', 'echo $2',
    { stress: true });
  assert.equal(asked.outcome, 'passed');
  const declined = '// expect: program.js\n// stress: skip slow';
  for (const [mode, outcome] of [['stress', 'passed'], ['barrier', 'skipped']]) {
    const result = await judge(declined, 'basename $2', { [mode]: true });
    assert.equal(result.outcome, outcome);
  }
});

test('a command that does not exist is a result, not a crash', async () => {
  const result = await runCommand(join(folder, 'nothing'), []);
  assert.equal(result.status, 127);
});

test('the floors', () => {
  assert.equal(complaintAbout('src/vm/vm.c', 'object/shape.h'), null);
  assert.equal(complaintAbout('src/bytecode/a.c', 'syntax/tree.h'), null);
  assert.equal(complaintAbout('src/base/unicode.c', 'unicode_tables.h'), null);
  assert.match(complaintAbout('src/heap/heap.c', 'vm/vm.h'), /floor 4/);
  assert.match(complaintAbout('src/vm/vm.c', 'vm.h'), /from src/);
  assert.match(complaintAbout('src/graph/a.c', 'heap/heap.h'), /stands alone/);
});
