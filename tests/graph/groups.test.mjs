// `summary --by`: Shapes, places, allocating functions and time, of files that
// Node.js writes here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { glassheap } from '../cli/command.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const ACCOUNTS = 400;
const folder = mkdtempSync(join(tmpdir(), 'glassheap-groups-'));
const timeline = join(folder, 'accounts.heaptimeline');

before(() => {
  const { status, stderr } = spawnSync('timeout', ['100', process.execPath,
    join(ROOT, 'bench/heaps/timeline.cjs'), String(ACCOUNTS), timeline],
  { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args) => glassheap(args, { env: { GLASSHEAP_CACHE: '' } });

async function groups(file, by, ...more) {
  const { status, stdout, stderr } = await run('summary', file, '--by', by,
    '--json', '-n', '10000', ...more);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const find = ({ classes }, pattern) =>
  classes.find(({ name }) => pattern.test(name));

test('by Shape: those built the same way', async () => {
  const answer = await groups(timeline, 'shape');
  const shape = find(answer, /^Account \{number, history\}$|^Account \{history\}$/);
  assert.equal(shape.count, ACCOUNTS);
  assert.ok(Number.isInteger(shape.shape));
  // what V8 itself uses may have one that is not in the file
  const all = await groups(timeline, 'constructor');
  const sum = (list) => list.reduce((total, { self }) => total + self, 0);
  assert.ok(sum(answer.classes) > 0.5 * sum(all.classes));
});

test('by Shape: V8\'s descriptions may be empty', async () => {
  const nameless = join(folder, 'nameless.heaptimeline');
  const file = JSON.parse(readFileSync(timeline, 'utf8'));
  const { node_fields: fields, node_types: [types] } = file.snapshot.meta;
  const shape = types.indexOf('object shape');
  const empty = file.strings.push('') - 1;
  for (let at = 0; at < file.nodes.length; at += fields.length) {
    if (file.nodes[at + fields.indexOf('type')] === shape) {
      file.nodes[at + fields.indexOf('name')] = empty;
    }
  }
  writeFileSync(nameless, JSON.stringify(file));
  const count = (answer) => find(answer, /^Account /).count;
  assert.equal(count(await groups(nameless, 'shape')),
    count(await groups(timeline, 'shape')));
});

test('by place: functions and constructors', async () => {
  const account = find(await groups(timeline, 'location'), /^Account/);
  assert.equal(account.count, ACCOUNTS + 1); // and the class
  assert.match(account.location.file, /timeline\.cjs$/);
  assert.equal(account.location.line, 12);
});

test('by allocating function, and who called it', async () => {
  const answer = await groups(timeline, 'site');
  const constructor = find(answer, /^Account$/);
  // an Account, its list and what is in it; the Map holds them
  assert.ok(constructor.count >= 2 * ACCOUNTS);
  assert.ok(constructor.allocated.count >= constructor.count);
  assert.deepEqual(constructor.stack.slice(0, 2).map(({ name }) => name),
    ['openAccount', 'work']);
  assert.match(constructor.location.file, /timeline\.cjs$/);
  const text = (await run('summary', timeline, '--by', 'site')).stdout;
  assert.match(text, /Account {2}timeline\.cjs:13:\d+\n.* made, .*called by openAccount ← work/);
});

test('by time: batches come one after the other', async () => {
  const { classes } = await groups(timeline, 'time');
  const batches = classes.filter(({ count, from }) =>
    from > 0 && count > ACCOUNTS);
  assert.ok(batches.length >= 3);
  assert.ok(classes.some(({ name }) => name === 'before the recording'));
});

test('totals are those of all objects, pages go on', async () => {
  const whole = await groups(timeline, 'site');
  const count = whole.classes.reduce((sum, group) => sum + group.count, 0);
  const all = await groups(timeline, 'constructor');
  assert.equal(count, all.classes.reduce((sum, each) => sum + each.count, 0));
  const second = JSON.parse((await run('summary', timeline, '--by', 'site',
    '--json', '-n', '2', '--offset', '2')).stdout);
  assert.deepEqual(second.classes, whole.classes.slice(2, 4));
});

test('what a file does not tell is said', async () => {
  const plain = join(folder, 'plain.heapsnapshot');
  const file = JSON.parse(readFileSync(timeline, 'utf8'));
  writeFileSync(plain, JSON.stringify({ ...file, trace_tree: [], samples: [] }));
  const site = await run('summary', plain, '--by', 'site');
  assert.equal(site.status, 3);
  assert.match(site.stderr, /does not say who allocated what: record/);
  const time = await run('summary', plain, '--by', 'time');
  assert.match(time.stderr, /it is no timeline/);
  const wrong = await run('summary', plain, '--by', 'shpae');
  assert.match(wrong.stderr,
    /by is constructor, shape, location, site or time, not shpae/);
});

test('a damaged tree is no tree', async () => {
  const text = readFileSync(timeline, 'utf8');
  const start = text.indexOf('"trace_tree":[') + 14;
  for (const wrong of ['1,0,0,0,[2,99999999,0,0,[]]', '1,0,0,0,[2,1,0]',
    `${'1,0,0,0,['.repeat(50000)}`, '"x"', '1,0,0,0,[],,', '1']) {
    const damaged = join(folder, 'damaged.heaptimeline');
    const end = text.indexOf('"samples"');
    writeFileSync(damaged,
      `${text.slice(0, start)}${wrong}],\n${text.slice(end)}`);
    const { status, signal } = await run('summary', damaged, '--by', 'site');
    assert.deepEqual([status, signal], [3, null], wrong.slice(0, 40));
  }
});
