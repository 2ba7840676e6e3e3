// How long a program stands still for a collector, beside others:
//
//   node bench/pauses.mjs [--runs N] [NAME=COMMAND...]
//
// bench/pauses/steps.js has a million objects alive and makes cyclic garbage
// in 4,000 steps that it times itself. Each engine runs it N times (5) by turns;
// printed are medians of the runs, in milliseconds. Engines are ours with each
// of its collectors, and quickjs-ng (QJS) and V8's interpreter (NODE --jitless)
// where they are found; NAME=COMMAND adds another.
//
// A step is longer than the pause in it by the step's own work, the middle
// step. On a busy machine the longest is the system's doing: use an idle one.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { OURS, ROOT, findEngines, median } from './engines.mjs';

const PROGRAM = join(ROOT, 'bench/pauses/steps.js');
const COLLECTORS = ['marking', 'marking-whole', 'counting', 'counting-cycles'];
const COLUMNS = ['middle', '99.9%', 'longest', 'all'];

function fail(message) {
  console.error(`bench/pauses.mjs: ${message}`);
  process.exit(2);
}

function readOptions(args) {
  const options = { runs: 5, peers: [] };
  while (args.length) {
    const word = args.shift();
    if (word === '--runs') options.runs = Number(args.shift());
    else if (word.startsWith('-')) fail(`unknown option ${word}`);
    else options.peers.push(word);
  }
  if (!(options.runs >= 1)) fail('--runs wants a number');
  return options;
}

const collectorOptions = (collector) => (collector === 'counting-cycles'
  ? ['--collector', 'counting', '--cycles'] : ['--collector', collector]);

// Ours once for each collector.
const programsOf = (engines) => engines.flatMap(({ name, command }) =>
  (name === OURS
    ? COLLECTORS.map((collector) => ({
      name: collector, command: [...command, ...collectorOptions(collector)],
    }))
    : [{ name, command }]));

// The numbers of one run.
function run({ name, command }) {
  const [file, ...args] = command;
  const { status, stdout, stderr } =
    spawnSync(file, [...args, PROGRAM], { encoding: 'utf8' });
  if (status !== 0) fail(`${name}: ${stderr.trim() || `status ${status}`}`);
  return stdout.trim().split(' ').map(Number);
}

const options = readOptions(process.argv.slice(2));
const programs = programsOf(findEngines(options.peers));
const runs = new Map(programs.map(({ name }) => [name, []]));
for (let i = 0; i < options.runs; i++) {
  for (const program of programs) runs.get(program.name).push(run(program));
}
console.log(['ms'.padEnd(16), ...COLUMNS.map((text) => text.padStart(10))]
  .join(''));
for (const [name, list] of runs) {
  const cells = COLUMNS.map((_, i) =>
    median(list.map((numbers) => numbers[i])).toFixed(3).padStart(10));
  console.log(name.padEnd(16) + cells.join(''));
}
