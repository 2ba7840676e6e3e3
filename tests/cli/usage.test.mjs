// Commands, options, help, and what is said of wrong ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const COMMANDS = ['run', 'watch', 'show', 'record', 'disassemble', 'tour'];

test('help lists the commands and the exit statuses', async () => {
  for (const args of [['--help'], ['-h'], ['help']]) {
    const { status, stdout, stderr } = await glassheap(args);
    assert.equal(status, 0);
    assert.equal(stderr, '');
    for (const command of COMMANDS) assert.match(stdout, new RegExp(command));
    assert.match(stdout, /Exit statuses:/);
  }
});

test('each command has help of its own', async () => {
  for (const command of COMMANDS) {
    const { status, stdout } = await glassheap([command, '--help']);
    assert.equal(status, 0, command);
    assert.match(stdout, new RegExp(`usage: glassheap ${command}`));
    for (const line of stdout.split('\n')) {
      assert.ok(line.length <= 100, line);
    }
  }
});

test('the version', async () => {
  const { status, stdout } = await glassheap(['--version']);
  assert.equal(status, 0);
  assert.match(stdout, /^glassheap \d+\.\d+\.\d+\n$/);
});

const WRONG = [
  [[], /no command was given/],
  [['rnu', 'x.js'], /no command "rnu"; did you mean `run`/],
  [['frobnicate'], /no command "frobnicate"; `glassheap --help`/],
  [[fixture('shapes.js')], /did you mean `glassheap run .*shapes\.js`/],
  [['run'], /`run` wants a file: glassheap run FILE/],
  [['run', '--gc-stres', 'x.js'], /no option --gc-stres; did you mean --gc-stress/],
  [['run', '--port', '1', 'x.js'], /`run` has no option --port/],
  [['run', '--gc-stress=1', 'x.js'], /--gc-stress takes no value/],
  [['run', '--seed'], /--seed wants a value: --seed N/],
  [['run', '--seed', 'x', fixture('shapes.js')], /--seed wants a whole number/],
  [['run', '--heap-limit', '1K', fixture('shapes.js')],
    /--heap-limit wants a size from 4M/],
  [['run', '--heap-limit', '10X', fixture('shapes.js')],
    /--heap-limit wants a size/],
  [['watch', fixture('shapes.js'), '--port', '70000'], /--port wants a number/],
  [['show', fixture('shapes.js'), '--at', 'noon'], /--at wants LINE/],
  [['show', fixture('shapes.js'), '--at', '0'], /--at wants LINE/],
  [['show', fixture('shapes.js'), '--at', '3:0'], /--at wants LINE/],
  [['show', fixture('shapes.js'), '--at', '1.2.3'], /--at wants LINE/],
  [['record', fixture('shapes.js')], /`record` wants -o/],
  [['tour', 'x.js'], /`tour` takes no file/],
];

for (const [args, message] of WRONG) {
  test(`wrong: ${args.join(' ').replace(/\/\S*\//g, '')}`, async () => {
    const { status, stdout, stderr } = await glassheap(args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.match(stderr, /^glassheap: [^\n]+\n$/, 'one line');
  });
}

test('options may follow the file, except with run', async () => {
  const file = fixture('shapes.js');
  const shown = await glassheap(['show', file, '--json', 'one', '--', '--at']);
  assert.deepEqual(JSON.parse(shown.stdout).arguments, ['one', '--at']);
  const run = await glassheap(['run', file, 'one', '--seed', '--', 'two']);
  assert.equal(run.stdout, 'total 6 one --seed -- two\n');
});

test('seeds: the same gives the same, none gives others', async () => {
  const file = fixture('random.js');
  const outputs = await Promise.all([['--seed', '5'], ['--seed', '5'],
    ['--seed=6'], [], []].map((options) =>
    glassheap(['run', ...options, file]).then(({ stdout }) => stdout)));
  assert.equal(outputs[0], outputs[1]);
  assert.equal(new Set(outputs).size, 4);
});
