// Many learners on one server: how long they wait, and what it takes.
//
//   node bench/lab.mjs [--learners N] [--program build/glassheap]
//
// N learners (200) come, each with a program of its own, and walk through it:
// one run, a seek to the end, ten steps, each with what a page asks of a
// moment. Then a tenth of them become hostile (an endless loop, a memory hog, a
// flood of output, endless recursion) while the others go on. Printed: how long
// a request took, and the most memory of all processes together (PSS, so that
// what they share counts once; looked at all the time), and how many there were.
// It fails when an answer is wrong.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './engines.mjs';

const { values } = parseArgs({ options: {
  learners: { type: 'string', default: '200' },
  program: { type: 'string', default: join(import.meta.dirname ??
    new URL('.', import.meta.url).pathname, '../build/glassheap') },
} });
const LEARNERS = Number(values.learners);
process.env.GLASSHEAP = values.program;
const { labServer, openSocket } = await import('../tests/server/client.mjs');

const HOSTILE = [
  'for (;;) {}',
  'const hog = []; for (;;) hog.push(new Array(1000).fill(hog.length));',
  'for (let i = 0; ; i++) console.log("flood ".repeat(50) + i);',
  '(function again() { again(); })();',
  'for (;;) setTimeout(() => {}, 0);',
  'let text = "x"; for (;;) text += text;',
];
const program = (number) => `
function Point(x, y) { this.x = x; this.y = y; }
const points = [];
for (let i = 0; i < 200; i++) points.push(new Point(i, ${number}));
let sum = 0;
for (const { x, y } of points) sum += x * y;
console.log(sum);
`;
const wanted = (number) => String(number * 199 * 200 / 2);

// ---- Measuring --------------------------------------------------------------

let waits = [];
async function timed(promise) {
  const start = performance.now();
  const result = await promise;
  waits.push(performance.now() - start);
  return result;
}

function report(title) {
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor((waits.length - 1) * share)];
  console.log(`${title}: ${waits.length} requests, median ${
    median(waits).toFixed(0)} ms, 95% ${at(0.95).toFixed(0)} ms, 99% ${
    at(0.99).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`);
  waits = [];
}

const fields = (id) => {
  const text = readFileSync(`/proc/${id}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

// A process and all below it: how many, and their memory in MB.
function processes(root) {
  const parents = new Map();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(Number(id), Number(fields(id)[1]));
    } catch {
      // it ended meanwhile
    }
  }
  const isBelow = (id) => id === root || (id > 1 && isBelow(parents.get(id) ?? 0));
  let count = 0;
  let kilobytes = 0;
  for (const id of [...parents.keys()].filter(isBelow)) {
    try {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
      count++;
    } catch {
      // it ended meanwhile
    }
  }
  return { count, megabytes: kilobytes / 1024 };
}

// The most of both that was seen while `work` went on.
async function watch(root, work) {
  const most = { count: 0, megabytes: 0 };
  const look = () => {
    const now = processes(root);
    most.count = Math.max(most.count, now.count);
    most.megabytes = Math.max(most.megabytes, now.megabytes);
  };
  const timer = setInterval(look, 1000);
  await work();
  look();
  clearInterval(timer);
  console.log(`at most ${most.count} processes, ${
    most.megabytes.toFixed(0)} MB`);
}

// ---- Learners ---------------------------------------------------------------

async function look(session) {
  await Promise.all([
    session.ask('Stack.describe'), session.ask('Heap.graph', { limit: 120 }),
    session.ask('Heap.totals'), session.ask('Shapes.describe', { limit: 150 }),
  ]);
}

async function learn(session, number) {
  await timed(session.ask('Lab.run', { source: program(number) }));
  await timed(session.seek('end'));
  const { lines } = await timed(session.ask('Console.describe'));
  if (lines.at(-1)?.text !== wanted(number)) {
    throw new Error(`learner ${number} saw ${lines.at(-1)?.text}`);
  }
  await session.seek('0.0');
  for (let i = 0; i < 10; i++) {
    await timed(session.step('over'));
    await timed(look(session));
  }
}

const server = await labServer();
const sessions = [];
for (let i = 0; i < LEARNERS; i++) sessions.push(await openSocket(server));
await watch(server.child.pid, () => Promise.all(sessions.map(learn)));
report(`${LEARNERS} learners`);

const hostile = sessions.filter((_, index) => index % 10 === 0);
const others = sessions.filter((_, index) => index % 10 !== 0);
await watch(server.child.pid, async () => {
  await Promise.all(hostile.map((session, index) =>
    session.ask('Lab.run', { source: HOSTILE[index % HOSTILE.length] })));
  await Promise.all(others.map((session, index) => learn(session, index + 1)));
});
report(`${others.length} learners beside ${hostile.length} hostile programs`);
for (const session of sessions) session.close();
await server.stop();
