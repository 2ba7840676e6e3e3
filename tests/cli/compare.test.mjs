// `glassheap compare-collectors`: what it measures and what it prints.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture, glassheap } from './command.mjs';

const compare = (...args) => glassheap(['compare-collectors', ...args]);
const CYCLES = fixture('cycles.js');

async function reports(...args) {
  const { stdout, stderr, status } = await compare('--json', ...args);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return JSON.parse(stdout);
}

test('only counting leaves cycles behind', async () => {
  const [marking, counting, cycles] = await reports(CYCLES, '--cycles');
  assert.deepEqual(
    [marking, counting, cycles].map((report) => report.collector),
    ['marking', 'counting', 'counting-cycles']);
  assert.equal(marking.left.cells, 0);
  assert.equal(cycles.left.cells, 0);
  assert.deepEqual(marking.left.classes, []);
  assert.deepEqual(marking.left.reached, counting.left.reached);
  assert.deepEqual(marking.left.reached, cycles.left.reached);
  assert.equal(marking.live.collected, cycles.live.collected);
  assert.equal(counting.live.collected,
    marking.live.collected + counting.left.bytes);
  const named = Object.fromEntries(
    counting.left.classes.map((group) => [group.name, group]));
  assert.equal(named.Node.count, 1000);
  assert.equal(named.Button.count, 100);
  assert.deepEqual(named.Node.cycle, [
    { class: 'Node', edge: 'other' }, { class: 'Node', edge: 'other' }]);
  assert.deepEqual(named.Button.cycle.map((step) => step.edge),
    ['listeners', '[0]', 'environment', 'button']);
});

test('the runs are one and the same program', async () => {
  const [marking, counting] = await reports(CYCLES);
  assert.equal(marking.ticks, counting.ticks);
  assert.deepEqual(marking.output, counting.output);
  assert.equal(marking.output.lines, 2); // the timer's, too
  for (const { samples, ticks, live } of [marking, counting]) {
    assert.equal(samples[0][0], 0);
    assert.deepEqual(samples.at(-1), [ticks, live.end]);
    for (const [, bytes] of samples) assert.ok(bytes <= live.peak);
  }
});

test('what is counted is the same every time', async () => {
  const facts = ({ ticks, live, left, work, samples, collections }) =>
    ({ ticks, live, left, work, samples, collections });
  const first = await reports(CYCLES), second = await reports(CYCLES);
  assert.deepEqual(first.map(facts), second.map(facts));
  assert.equal(first[0].work.countChanges, 0);
  assert.ok(first[1].work.countChanges > 1000);
  assert.equal(first[1].work.cellsMarked, 0);
});

test('as text: a table, two pictures, and what is left', async () => {
  const { stdout, status } = await compare(CYCLES);
  assert.equal(status, 0);
  assert.match(stdout, /marking +counting\n/);
  assert.match(stdout, /\n {2}lives at most +[\d.]+ [kKM]B +[\d.]+ [kKM]B\n/);
  assert.match(stdout, /\n {2}marking\n[ ▁▂▃▄▅▆▇█\n]+ {2}counting\n/);
  assert.match(stdout, /\n {4}Node +1,000 cells, /);
  assert.match(stdout, /\n {6}Node other → Node other → Node\n/);
});

test('a program that throws, one that does not compile', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-compare-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const thrown = await compare(program('throws.js', 'throw new Error("oh")'));
  assert.equal(thrown.status, 1);
  assert.match(thrown.stdout, /\nmarking: Error: oh/);
  assert.match(thrown.stdout, /\ncounting: Error: oh/);
  const broken = await compare(program('broken.js', 'let 1'));
  assert.equal(broken.status, 3);
  assert.match(broken.stderr, /SyntaxError/);
  assert.equal(broken.stdout, '');
});

test('--cycles without counting is refused', async () => {
  const refused = await glassheap(['run', '--cycles', CYCLES]);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /--cycles goes with --collector counting/);
});
