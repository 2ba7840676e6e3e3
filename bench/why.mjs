// How long the questions of `why` take on a run of a billion instructions:
//
//   node bench/why.mjs [--runs N]
//
// Each program (bench/watch/bodies.js, stores.js) runs once under watch; then
// each question is asked in a server of its own, N times (3). Printed are the
// wall time of the answer and the processor time of all processes that it took
// (what a run without a question takes is subtracted), medians. On a busy
// machine only the processor time means anything; several intervals of the past
// are run at once on as many processors as there are.
//
// What is old lies in memory that is written all the time: `before` near
// numbers that change, `beside` in an object or an array of which another
// reference changes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, median } from './engines.mjs';

const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
const at = process.argv.indexOf('--runs');
const RUNS = at > 0 ? Number(process.argv[at + 1]) : 3;

const PROGRAMS = { 'bodies.js': [
  ['chain, made at the end', 'Why.describe', 'cache.hot', 'end'],
  ['chain, before', 'Why.describe', 'cache.items<3>', 'end'],
  ['what last wrote', 'Why.wrote', 'cache.total', 'end'],
  ['where allocated', 'Why.allocated', 'bodies[50]', 'end'],
  ['when it dies', 'Why.died', 'cache.items<3>', '50000000.0'],
], 'stores.js': [
  ['beside a property', 'Why.describe', 'world.player', 'end'],
  ['beside an item', 'Why.describe', 'list[7]', 'end'],
  ['beside, what last wrote', 'Why.wrote', 'world.limit', 'end'],
  ['beside, where allocated', 'Why.allocated', 'list[7]', 'end'],
] };

// Processor seconds of the children of this process that have ended.
const childSeconds = () => {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

// {wall, cpu} in seconds; wall of the question alone.
async function ask(program, question) {
  const before = childSeconds();
  const file = join(ROOT, 'bench/watch', program);
  const child = spawn(GLASSHEAP, ['watch', '--stdio', file],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const messages = createInterface({ input: child.stdout })[
    Symbol.asyncIterator]();
  const next = async (wanted) => {
    for (;;) {
      const { value } = await messages.next();
      const message = JSON.parse(value);
      if (wanted(message)) return message;
    }
  };
  const request = (id, method, params) => {
    child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    return next((message) => message.id === id);
  };
  const { params } = await next(({ method }) => method === 'Time.ended');
  let wall = 0;
  const [, method, expression, moment] = question ?? [];
  await request(1, 'Time.seek',
    { moment: moment === 'end' || !moment ? params.end : moment });
  if (question) {
    const begin = performance.now();
    const { error } = await request(2, method, { expression });
    wall = (performance.now() - begin) / 1000;
    if (error) throw new Error(error.message);
  }
  child.stdin.end();
  await once(child, 'close');
  return { wall, cpu: childSeconds() - before };
}

async function measure(program, question) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await ask(program, question));
  return {
    wall: median(runs.map(({ wall }) => wall)),
    cpu: median(runs.map(({ cpu }) => cpu)),
  };
}

for (const [program, questions] of Object.entries(PROGRAMS)) {
  const alone = await measure(program, null);
  console.log(`${program} under watch`.padEnd(37) +
    `${alone.cpu.toFixed(2).padStart(6)} s processor`);
  for (const question of questions) {
    const { wall, cpu } = await measure(program, question);
    console.log(`  ${question[0].padEnd(26)} ${wall.toFixed(2).padStart(6)
    } s wall ${(cpu - alone.cpu).toFixed(2).padStart(6)} s processor`);
  }
}
