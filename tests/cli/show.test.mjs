// `show`, `disassemble` and `tour`: memory as text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT, fixture, glassheap } from './command.mjs';

const shapes = fixture('shapes.js');
const show = async (...args) => {
  const { status, stdout, stderr } = await glassheap(['show', shapes, ...args]);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return stdout;
};

test('the picture has all its parts', async () => {
  const text = await show();
  for (const part of [/at moment \d+\.end, at the end of the run/,
    /\nStack {2}1 frame/, /\nHeap {2}\d+ cells/, /\nShapes/,
    /\nInline caches/, /\nWhole heap/, /\nConsole/, /│ total 6/]) {
    assert.match(text, part);
  }
  assert.ok(text.split('\n').every((line) => line.length <= 100));
});

test('a line, and the second time it is reached', async () => {
  const first = await show('--at', '5');
  assert.match(first, /▶ {4}5 │ {3}const size = point\.x \* scale;/);
  assert.match(first, /\narea .*shapes\.js:5/);
  assert.match(first, /│ {2}scale +2 .*parameter, in register/);
  const second = await show('--at', '5:2');
  const moment = (text) => / at moment (\d+\.\d+)/.exec(text)[1];
  assert.notEqual(moment(first), moment(second));
  assert.equal(await show('--at', moment(second)), second);
});

test('one Shape for both points', async () => {
  const view = JSON.parse(await show('--at', '8', '--json'));
  const [a, b] = ['a', 'b'].map((name) => view.stack.frames[0].variables
    .find((variable) => variable.name === name).value.address);
  const shapeOf = (address) =>
    view.graph.nodes.find((node) => node.address === address).shape;
  assert.equal(shapeOf(a), shapeOf(b));
});

test('JSON has what the protocol gives', async () => {
  const view = JSON.parse(await show('--json'));
  assert.equal(view.state.reason, 'end');
  assert.match(view.hash, /^[0-9a-f]{16}$/);
  assert.ok(view.code.instructions.length);
  assert.ok(view.totals.cells);
  assert.equal(view.console.lines.length, 1);
  assert.match(view.sources[0].text, /Two points/);
});

test('hits and misses of the caches, counted up to the moment', async () => {
  const at = async (where) => /GetField r\d+, r\d+, "x".*\n +(.*)/
    .exec(await show('--hits', '--at', where))?.[1];
  assert.equal(await at('5'), undefined); // it has not run yet
  assert.match(await at('6:2'), /^1 hit, 1 miss: \d+\.\d+ \{x, y\}$/);
  const { hits } = JSON.parse(await show('--hits', '--json'));
  assert.ok(hits.every(({ runs, misses }) => runs >= misses));
});

test('without UTF-8 the lines are ASCII; colours only on terminals', async () => {
  const plain = await glassheap(['show', shapes], { env: { LC_ALL: 'C' } });
  assert.match(plain.stdout, /^[\x20-\x7e\n]*$/);
  assert.match(plain.stdout, /-> @[0-9a-f]+/);
  assert.ok(!(await show()).includes('\x1b'));
});

test('nothing in a program reaches the terminal as a command', async () => {
  const { stdout } = await glassheap(['show', fixture('escapes.js')]);
  assert.ok(!/[\x00-\x09\x0b-\x1f\x7f\x80-\x9f]/.test(stdout));
  assert.match(stdout, /\\x1b/);
});

test('the bytecode of every function', async () => {
  const { status, stdout } = await glassheap(['disassemble', shapes]);
  assert.equal(status, 0);
  assert.match(stdout, /^\(script\)/);
  assert.match(stdout, /\narea {2}.*shapes\.js:4/);
  assert.match(stdout, /GetField r\d+, r\d+, "x"/);
  assert.ok(!stdout.includes('total 6'), 'nothing runs');
});

test('the tour prints the output, then the picture, and ends', async () => {
  const { status, stdout } = await glassheap(['tour'], {
    cwd: ROOT, env: { SERVE: '0' },
  });
  assert.equal(status, 0);
  assert.match(stdout, /^width 4\n/);
  assert.match(stdout, /\nShapes/);
  assert.match(stdout, /collections?; the last \(/);
});
