// What watching costs, and how fast moments are reached:
//
//   make bench-watch, or
//   node bench/watch.mjs [--only PATTERN] [--runs N] [--seeks N]
//
// Cost: each program of bench/programs, and bench/watch/billion.js, runs by
// turns plain and under `watch`; their processor times are compared (the
// medians of N runs, 5). Moments: on bench/watch/billion.js, a run of about a
// billion instructions, random moments are sought (50), each with all that a
// viewer asks for to show it, and from each the statement before; wall time.
// GLASSHEAP is the program measured, build/glassheap otherwise.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './engines.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
const BILLION = join(ROOT, 'bench/watch/billion.js');
// Shorter runs measure little but the start.
const SECONDS_AT_LEAST = 0.2;
const COST_AT_MOST = 1.1;
const SEEK_MS_AT_MOST = 300;

const options = { only: /./, runs: 5, seeks: 50 };
for (let args = process.argv.slice(2); args.length; args = args.slice(2)) {
  const name = args[0].replace(/^--/, '');
  if (!(name in options) || args.length < 2) {
    console.error('bench/watch.mjs: --only, --runs or --seeks, with a value');
    process.exit(2);
  }
  options[name] = name === 'only' ? new RegExp(args[1]) : Number(args[1]);
}

// ---- Processor time -----------------------------------------------------------

// Seconds of user and system time that a plain run takes: bash asks the kernel
// as exactly as it counts, /bin/sh would give hundredths.
function plainSeconds(file) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" run "$1" > /dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, GLASSHEAP, file],
    { encoding: 'utf8' });
  return stderr.trim().split(' ').map(Number).reduce((a, b) => a + b, 0);
}

// Nanoseconds on a processor of a process and all below it.
function treeNanoseconds(pid) {
  const tasks = `/proc/${pid}/task`;
  let sum = 0;
  for (const task of readdirSync(tasks)) {
    const read = (name) => readFileSync(`${tasks}/${task}/${name}`, 'utf8');
    sum += Number(read('schedstat').split(' ')[0]);
    for (const child of read('children').split(' ').filter(Boolean)) {
      sum += treeNanoseconds(child);
    }
  }
  return sum;
}

// A watched program, as far as it is needed here.
function watch(file) {
  const child = spawn(GLASSHEAP, ['watch', '--stdio', file], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map();
  let rest = '';
  let nextId = 1;
  const ended = new Promise((resolve) => waiting.set('Time.ended', resolve));
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const message = JSON.parse(line);
      waiting.get(message.id ?? message.method)?.(message);
    }
  });
  return {
    pid: child.pid, ended,
    ask: (method, params = {}) => new Promise((resolve) => {
      const id = nextId++;
      waiting.set(id, resolve);
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    }),
    close: () => {
      child.stdin.end();
      return once(child, 'close');
    },
  };
}

// Of the server, of the process that runs the program, and of the checkpoints
// that it leaves: all stay when the run has ended.
async function watchedSeconds(file) {
  const session = watch(file);
  await session.ended;
  const seconds = treeNanoseconds(session.pid) / 1e9;
  await session.close();
  return seconds;
}

async function measureCost() {
  const folder = join(ROOT, 'bench/programs');
  const files = [...readdirSync(folder).filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name)), BILLION]
    .filter((file) => options.only.test(file));
  const ratios = [];
  console.log('program                 plain   watched    ratio');
  for (const file of files) {
    if (plainSeconds(file) < SECONDS_AT_LEAST) continue;
    const plain = [];
    const watched = [];
    for (let i = 0; i < options.runs; i++) {
      plain.push(plainSeconds(file));
      watched.push(await watchedSeconds(file));
    }
    const ratio = median(watched) / median(plain);
    ratios.push(ratio);
    const name = file.replace(/^.*\//, '').padEnd(20);
    console.log(`${name} ${median(plain).toFixed(2).padStart(6)} s ` +
      `${median(watched).toFixed(2).padStart(7)} s ${ratio.toFixed(3)}`);
  }
  if (!ratios.length) return 1;
  const mean = Math.exp(ratios.reduce((sum, ratio) =>
    sum + Math.log(ratio), 0) / ratios.length);
  console.log(`watching costs ${mean.toFixed(3)} times the plain run ` +
    `(geometric mean of ${ratios.length})`);
  return mean;
}

// ---- Moments ------------------------------------------------------------------

async function timed(list, work) {
  const begin = performance.now();
  await work();
  list.push(performance.now() - begin);
}

const ofList = (list) =>
  `median ${median(list).toFixed(0)} ms, longest ${Math.max(...list).toFixed(0)} ms`;

// As ui/src/model/time.ts gathers a moment.
const SHOWN = [['Stack.describe'], ['Heap.graph', { limit: 120 }],
  ['Heap.totals'], ['Shapes.describe', { limit: 150 }],
  ['Console.describe', { from: 0 }], ['Code.describe', { frame: 0 }]];

async function measureSeeks() {
  const session = watch(BILLION);
  const { params } = await session.ended;
  const seeks = [];
  const backs = [];
  for (let i = 0; i < options.seeks; i++) {
    const tick = Math.floor(Math.random() * params.ticks);
    await timed(seeks, async () => {
      await session.ask('Time.seek', { moment: `${tick}.0` });
      await Promise.all(SHOWN.map(([method, params]) =>
        session.ask(method, params)));
    });
    await timed(backs, () => session.ask('Time.step',
      { direction: 'back', kind: 'into' }));
  }
  await session.close();
  console.log(`random moments: ${ofList(seeks)}`);
  console.log(`the statement before each: ${ofList(backs)}`);
  return median(seeks);
}

const cost = await measureCost();
const seek = options.only.test(BILLION) ? await measureSeeks() : 0;
process.exit(cost > COST_AT_MOST || seek > SEEK_MS_AT_MOST ? 1 : 0);
