// The classic programs, side by side: `make bench`, or
//
//   node bench/run.mjs [--only PATTERN] [--runs N] [--json] [--section NAME]
//                      [--peer NAME=COMMAND]...
//
// Sections: `programs` (bench/programs, user CPU time), `startup` (hello: wall
// time and peak memory) and `memory` (bytes of an object {a, b}); all of them
// when none is named. Peers are those found on the path, or where the
// environment says: QJS (`qjs`), NODE (`node`, run with --jitless), and what
// --peer adds. GLASSHEAP is the program measured, build/glassheap otherwise.
//
// Each program runs N times (5) in every engine by turns, and the medians are
// compared: a ratio above 1 says that Glassheap is that many times faster. All
// engines must print the same. The exit status is 1 when ours does not.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  OURS, ROOT, findEngines, geometricMean, median,
} from './engines.mjs';

const MEASURE = join(ROOT, 'build/measure');
const SECTIONS = ['programs', 'startup', 'memory'];
const SECONDS_AT_MOST = 120;

// ---- Options and engines ------------------------------------------------------

function fail(message) {
  console.error(`bench/run.mjs: ${message}`);
  process.exit(2);
}

function readOptions(args) {
  const options = {
    only: /./, runs: 5, json: false, sections: [], peers: [],
  };
  const value = (name) => args.shift() ?? fail(`${name} wants a value`);
  while (args.length) {
    const name = args.shift();
    if (name === '--only') options.only = new RegExp(value(name));
    else if (name === '--runs') options.runs = Number(value(name));
    else if (name === '--json') options.json = true;
    else if (name === '--section') options.sections.push(value(name));
    else if (name === '--peer') options.peers.push(value(name));
    else fail(`unknown option ${name} (the file's head lists them)`);
  }
  if (!(options.runs >= 1)) fail('--runs wants a number');
  for (const name of options.sections) {
    if (!SECTIONS.includes(name)) fail(`no section is called ${name}`);
  }
  if (!options.sections.length) options.sections = SECTIONS;
  return options;
}

// ---- Measuring ----------------------------------------------------------------

// One run: {user, wall (seconds), peak (bytes), output} or {error}.
function measure(engine, file) {
  const result = spawnSync(MEASURE, [...engine.command, file], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: SECONDS_AT_MOST * 1000,
    maxBuffer: 64 << 20,
    encoding: 'utf8',
  });
  const numbers = (result.output?.[3] ?? '').trim().split(' ').map(Number);
  if (numbers.length < 5) return { error: `over ${SECONDS_AT_MOST} s` };
  const [user, , wall, peak, status] = numbers;
  if (status !== 0) {
    const said = result.stderr.trim().split('\n')[0];
    return { error: `exit status ${status}: ${said}` };
  }
  return {
    user: user / 1e6, wall: wall / 1e6, peak: peak * 1024,
    output: result.stdout,
  };
}

// Runs a file in every engine by turns. Gives for each engine the medians, or
// {error}; an output unlike the first engine's that ran is an error as well.
function compare(engines, file, runs) {
  const found = engines.map(() => []);
  const errors = engines.map(() => null);
  for (let run = 0; run < runs; run++) {
    engines.forEach((engine, index) => {
      if (errors[index]) return;
      const result = measure(engine, file);
      errors[index] = result.error ?? null;
      if (!result.error) found[index].push(result);
    });
  }
  const wanted = outputOfPeers(engines, found);
  return engines.map((engine, index) => {
    if (errors[index]) return { error: errors[index] };
    if (found[index].some(({ output }) => output !== wanted)) {
      return { error: `printed ${JSON.stringify(found[index][0].output)} ` +
        `in place of ${JSON.stringify(wanted)}` };
    }
    return Object.fromEntries(['user', 'wall', 'peak'].map((key) =>
      [key, median(found[index].map((result) => result[key]))]));
  });
}

// What a program should print: as the peers say, else as we do.
function outputOfPeers(engines, found) {
  const order = engines.map((_, index) => index)
    .sort((a, b) => (engines[a].name === OURS) - (engines[b].name === OURS));
  const first = order.find((index) => found[index].length);
  return first === undefined ? null : found[first][0].output;
}

// ---- Sections -----------------------------------------------------------------

const options = readOptions(process.argv.slice(2));
if (!existsSync(MEASURE)) fail('build/measure is missing: run `make`');
const engines = findEngines(options.peers);
const say = options.json ? () => {} : (line) => console.log(line);
const report = { engines: engines.map(({ name }) => name) };
let good = true;

const cell = (text, width = 12) => String(text).padStart(width);
const filesOf = (folder) => readdirSync(join(ROOT, 'bench', folder))
  .filter((file) => file.endsWith('.js') && options.only.test(file)).sort();

function complain(file, results) {
  results.forEach(({ error }, index) => {
    if (!error) return;
    say(`  ${engines[index].name} on ${file}: ${error}`);
    if (engines[index].name === OURS) good = false;
  });
}

function comparePrograms() {
  const peers = engines.slice(1);
  say(['user CPU time'.padEnd(18), cell('glassheap'),
    ...peers.map(({ name }) => cell(name)),
    ...peers.map(({ name }) => cell(`${name} / ours`, 14))].join(''));
  const ratios = peers.map(() => []);
  report.programs = {};
  for (const file of filesOf('programs')) {
    const results = compare(
      engines, join(ROOT, 'bench/programs', file), options.runs);
    const [ours, ...theirs] = results;
    const times = theirs.map(({ user }) => user / ours.user);
    times.forEach((ratio, index) => {
      if (ratio > 0 && ratio < Infinity) ratios[index].push(ratio);
    });
    const name = file.replace(/\.js$/, '');
    report.programs[name] = Object.fromEntries(results.map((result, index) =>
      [engines[index].name, result.error ?? result.user]));
    say([name.padEnd(18),
      ...results.map(({ user, error }) =>
        cell(error ? 'failed' : `${user.toFixed(3)} s`)),
      ...times.map((ratio) => cell(ratio > 0 ? ratio.toFixed(2) : '-', 14)),
    ].join(''));
    complain(file, results);
  }
  report.means = {};
  peers.forEach(({ name }, index) => {
    if (!ratios[index].length) return;
    report.means[name] = geometricMean(ratios[index]);
    say(`${name}: geometric mean ${report.means[name].toFixed(3)} ` +
      `over ${ratios[index].length} programs`);
  });
}

function compareStartup() {
  const file = join(ROOT, 'bench/startup/hello.js');
  const results = compare(engines, file, Math.max(options.runs * 4, 20));
  say(`\n${'hello'.padEnd(18)}${cell('wall')}${cell('peak')}`);
  report.startup = {};
  results.forEach((result, index) => {
    const { name } = engines[index];
    const { wall, peak } = result;
    report.startup[name] = result.error ?? { wall, peak };
    if (result.error) return;
    say(name.padEnd(18) + cell(`${(wall * 1e3).toFixed(2)} ms`) +
      cell(`${(peak / (1 << 20)).toFixed(1)} MiB`));
  });
  complain('hello.js', results);
}

// From the peaks of two processes: one fills an array with two million
// objects, the other with numbers.
function compareMemory() {
  const folder = join(ROOT, 'bench/memory');
  const runs = Math.min(options.runs, 3);
  const without = compare(engines, join(folder, 'slots.js'), runs);
  const results = compare(engines, join(folder, 'pairs.js'), runs);
  say(`\n${'{a, b}'.padEnd(18)}${cell('bytes')}`);
  report.memory = {};
  results.forEach((result, index) => {
    const { name } = engines[index];
    const bytes = (result.peak - without[index].peak) / 2e6;
    report.memory[name] = result.error ?? bytes;
    if (!result.error) say(name.padEnd(18) + cell(bytes.toFixed(1)));
  });
  complain('pairs.js', results);
}

if (options.sections.includes('programs')) comparePrograms();
if (options.sections.includes('startup')) compareStartup();
if (options.sections.includes('memory')) compareMemory();
if (options.json) console.log(JSON.stringify(report, null, 2));
process.exit(good ? 0 : 1);
