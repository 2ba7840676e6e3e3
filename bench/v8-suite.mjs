// Version 7 of the V8 benchmark suite, over a folder that has its files:
//
//   V8_SUITE=DIR node bench/v8-suite.mjs [--runs N] [--only PART,...]
//
// Each part runs N times (5) in every engine by turns (bench/engines.mjs says
// which), and the medians of the scores that the suite itself gives are
// compared: a ratio above 1 says that Glassheap is that many times faster.
import { spawnSync } from 'node:child_process';
import {
  existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OURS, findEngines, geometricMean, median } from './engines.mjs';

const PARTS = ['richards', 'deltablue', 'crypto', 'raytrace', 'earley-boyer',
  'regexp', 'splay', 'navier-stokes'];
// What the suite's own pages do; `alert` is a browser's.
const BEFORE = 'var alert = function () {};\n';
const AFTER = `
BenchmarkSuite.RunSuites({
  NotifyResult: function () {},
  NotifyError: function (name, error) { console.log('error ' + error); },
  NotifyScore: function (score) { console.log('score ' + score); },
});
`;
const SECONDS_AT_MOST = 120;

function fail(message) {
  console.error(`bench/v8-suite.mjs: ${message}`);
  process.exit(2);
}

function readOptions(args) {
  const options = { runs: 5, parts: PARTS };
  while (args.length) {
    const name = args.shift();
    const value = args.shift() ?? fail(`${name} wants a value`);
    if (name === '--runs') options.runs = Number(value);
    else if (name === '--only') options.parts = value.split(',');
    else fail(`unknown option ${name}`);
  }
  if (!(options.runs >= 1)) fail('--runs wants a number');
  return options;
}

// One score, or NaN.
function scoreOf(engine, file) {
  const { stdout } = spawnSync(engine.command[0],
    [...engine.command.slice(1), file],
    { encoding: 'utf8', timeout: SECONDS_AT_MOST * 1000 });
  return Number(/^score (\d+)/m.exec(stdout ?? '')?.[1] ?? NaN);
}

const folder = process.env.V8_SUITE;
if (!folder || !existsSync(join(folder, 'base.js'))) {
  fail('V8_SUITE names no folder with base.js and the other files of the suite');
}
const options = readOptions(process.argv.slice(2));
const engines = findEngines();
const work = mkdtempSync(join(tmpdir(), 'glassheap-v8-suite-'));
const ratios = new Map();
for (const part of options.parts) {
  const file = join(work, `${part}.js`);
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  writeFileSync(file, BEFORE + text('base.js') + text(`${part}.js`) + AFTER);
  const scores = engines.map(() => []);
  for (let run = 0; run < options.runs; run++) {
    engines.forEach((engine, i) => scores[i].push(scoreOf(engine, file)));
  }
  const medians = scores.map(median);
  const ours = medians[engines.findIndex(({ name }) => name === OURS)];
  const shown = engines.map(({ name }, i) => {
    if (name === OURS) return `${name} ${medians[i]}`;
    if (!ratios.has(name)) ratios.set(name, []);
    ratios.get(name).push(ours / medians[i]);
    return `${name} ${medians[i]} (${(ours / medians[i]).toFixed(2)})`;
  });
  console.log(`${part.padEnd(14)} ${shown.join('  ')}`);
}
rmSync(work, { recursive: true });
for (const [name, list] of ratios) {
  console.log(`${name}: geometric mean ${geometricMean(list).toFixed(2)}, ` +
    `lowest ${Math.min(...list).toFixed(2)}`);
}
