// Random programs, whose output under Node.js and under ours must agree:
//
//   node tests/differential/run.mjs [--count N] [--seed S] [--only SEED]
//                                   [--print] [--reduce] [--stress]
//                                   [--collector NAME] [--collectors]
//
// N programs (500) of the seeds from S on (0) are run; the first differences
// are shown with their seed, and the exit status is 1 when there are any.
// --only runs one seed, --print prints its program, --reduce takes lines out
// of a program that differs as long as it still differs, and prints what is
// left: then it belongs, with what it should print, into tests/language or
// tests/library. GLASSHEAP is the program, build/glassheap otherwise.
//
// --stress and --collector are options of ours: together, with counting or
// counting-cycles, they have all counts checked on the way. --collectors
// compares nothing with Node.js: each program runs under mark-and-sweep and
// under reference counting with and without its search for cycles. It must do
// the same under each; what can be reached at the end must be the same, to the
// byte; and nothing else may be there, but for cycles when nobody looks for them.
//
// The Node.js that runs this is the reference. It evaluates each program in a
// context of its own and empties the queue of jobs afterwards.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { generate } from './generate.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
const DIFFERENCES_SHOWN = 10;
const LINES_AT_MOST = 2000;

function fail(message) {
  console.error(`tests/differential/run.mjs: ${message}`);
  process.exit(2);
}

function readOptions(args) {
  const options = {
    count: 500, seed: 0, print: false, reduce: false, flags: [],
    collectors: false,
  };
  const number = (name) => {
    const value = Number(args.shift());
    return Number.isInteger(value) ? value : fail(`${name} wants a number`);
  };
  while (args.length) {
    const name = args.shift();
    if (name === '--count') options.count = number(name);
    else if (name === '--seed') options.seed = number(name);
    else if (name === '--only') {
      options.seed = number(name);
      options.count = 1;
    } else if (name === '--print') options.print = true;
    else if (name === '--reduce') options.reduce = true;
    else if (name === '--stress') options.flags.push('--gc-stress');
    else if (name === '--collector') {
      options.flags.push('--collector', args.shift());
    } else if (name === '--collectors') options.collectors = true;
    else fail(`unknown option ${name} (the file's head lists them)`);
  }
  return options;
}

// What Node prints; null when it does not compile or does not end.
function runNode(text) {
  const lines = [];
  const console = {
    log: (line) => {
      if (lines.push(line) > LINES_AT_MOST) throw new Error('too much');
    },
  };
  const context = vm.createContext({ console, structuredClone },
    { microtaskMode: 'afterEvaluate' });
  try {
    new vm.Script(text).runInContext(context, { timeout: 2000 });
  } catch {
    return null;
  }
  return lines.join('\n');
}

function runOurs(text, file, flags) {
  writeFileSync(file, text);
  const args = ['run', ...flags, file];
  const { stdout, stderr, status, signal } =
    spawnSync(GLASSHEAP, args, { encoding: 'utf8', timeout: 60000 });
  const said = stdout.trimEnd();
  return status === 0 ? said : `${said}\n[${signal ?? status}] ${stderr}`;
}

// What is wrong between the collectors, or null.
function compareCollectors(text, file) {
  writeFileSync(file, text);
  const { stdout, stderr, status } = spawnSync(GLASSHEAP,
    ['compare-collectors', file, '--cycles', '--json'],
    { encoding: 'utf8', timeout: 60000, maxBuffer: 1 << 26 });
  if (!stdout) return `  status ${status}: ${stderr}`;
  const [marking, counting, cycles] = JSON.parse(stdout);
  const same = (name, of, ...reports) => {
    const [first, ...others] = reports.map((report) => JSON.stringify(of(report)));
    return others.every((other) => other === first)
      ? [] : [`  ${name}: ${first} and ${others.join(', ')}`];
  };
  const wrong = [
    ...same('output', ({ output }) => output, marking, counting, cycles),
    ...same('ticks', ({ ticks }) => ticks, marking, counting, cycles),
    ...same('reached', ({ left }) => left.reached, marking, counting, cycles),
    ...same('left', ({ left }) => left.cells, { left: { cells: 0 } }, marking,
      cycles),
  ];
  return wrong.length ? wrong.join('\n') : null;
}

function firstDifference(wanted, got) {
  const [a, b] = [wanted.split('\n'), got.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  const i = at < 0 ? a.length : at;
  return `  node: ${a[i] ?? '(nothing)'}\n  ours: ${b[i] ?? '(nothing)'}`;
}

// Takes out runs of lines, ever shorter ones, while it still differs.
function reduce(text, differs) {
  let lines = text.split('\n');
  for (let size = lines.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= lines.length;) {
      const without = [...lines.slice(0, at), ...lines.slice(at + size)];
      if (differs(without.join('\n'))) lines = without;
      else at += size;
    }
  }
  return lines.join('\n');
}

const options = readOptions(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-differential-'));
const file = join(folder, 'program.js');
const differs = (text) => {
  const wanted = runNode(text);
  return wanted !== null && wanted !== runOurs(text, file, options.flags);
};
let compared = 0, different = 0;
for (let seed = options.seed; seed < options.seed + options.count; seed++) {
  const text = generate(seed);
  if (options.print) console.log(text);
  if (options.collectors) {
    const wrong = compareCollectors(text, file);
    compared++;
    if (!wrong) continue;
    if (++different <= DIFFERENCES_SHOWN) console.log(`seed ${seed}:\n${wrong}`);
    continue;
  }
  const wanted = runNode(text);
  if (wanted === null) continue;
  compared++;
  const got = runOurs(text, file, options.flags);
  if (wanted === got) continue;
  different++;
  if (different > DIFFERENCES_SHOWN) continue;
  console.log(`seed ${seed}:\n${firstDifference(wanted, got)}`);
  if (options.reduce) console.log(reduce(text, differs));
}
rmSync(folder, { recursive: true });
console.log(`${compared} programs compared, ${different} differ`);
process.exit(different ? 1 : 0);
