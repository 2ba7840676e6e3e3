// The analyser beside others, on the same files:
//
//   node bench/heap.mjs [--runs N] [--only NAME,...] [--check | --series]
//     [FILE...]
//
// Without files, snapshots of known programs are made (bench/heaps/*.cjs);
// --heap NAME=SIZE, any number of times, says which: acorn=10, server=50000,
// startup=100, typescript=100, eslint=50, page=200, timeline=1000, signal=500,
// tour=1 (our engine's own heap); NAME@VERSION=SIZE makes it with that version
// of Node.js. Each program opens each file N times (3) by turns, up to its
// first page: everything parsed, dominators, retained sizes, totals by
// constructor. Printed are wall and processor time and peak memory, medians,
// and how many times ours that is.
//
// Programs: `ours` (GLASSHEAP, or build/glassheap; the index of a second
// opening is switched off), `devtools` and `memlab` (npm packages, installed
// on demand: heaps/peers.mjs), `rust` (the program that RUST_ANALYSER names,
// called with the file).
//
// --series opens heaps of rising size, a chain of a million objects and an array
// of millions (bench/heaps/synthetic.cjs) with ours alone, and prints what a
// node or edge costs in each, and the memory of our own beside the file's size.
//
// --check compares all that DevTools computes with ours instead: for each node
// its id, sizes, distance, dominator, detached state and class, and the totals
// of each constructor. The exit status is 1 when anything differs.
import { spawnSync } from 'node:child_process';
import {
  createReadStream, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync,
  renameSync, rmSync, statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from './engines.mjs';
import { PEERS, bundleDevTools, findNode, install } from './heaps/peers.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HEAPS = join(ROOT, 'bench/heaps');
const MEASURE = join(ROOT, 'build/measure');
const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
const NODE = process.env.NODE ?? process.execPath;
const MEGABYTES = process.env.HEAP_MEGABYTES ?? '12000';
const DEFAULT_HEAPS = ['startup=100', 'server=50000', 'acorn=10'];
// One of each dialect, and of each kind of program. `tour` is our own engine's.
const CHECKED_HEAPS = [
  'startup=100', 'server=2000', 'acorn=1', 'typescript=20', 'eslint=20',
  'page=200', 'timeline=1000', 'signal=500',
  ...[14, 16, 18, 20, 22, 24, 26].map((version) => `server@${version}=1000`),
  'timeline@14=500', 'timeline@24=500', 'tour=1',
];
const SELF = 1; // in NODES
const DISTANCE = 3;
// What bench/heaps/synthetic.cjs writes, and how much of it for --series.
const SYNTHETIC = ['service', 'chain', 'fan'];
const SERIES = ['chain=1000000', 'fan=3000000', 'service=100000',
  'service=300000', 'service=1000000', 'service=3500000'];
const DIFFERENCES_SHOWN = 10;

// ---- Options -----------------------------------------------------------------

function fail(message) {
  console.error(`bench/heap.mjs: ${message}`);
  process.exit(2);
}

// What one heap lacks is said, and the others go on.
function complain(message) {
  console.error(`bench/heap.mjs: ${message}`);
  process.exitCode = 1;
  return null;
}

function readOptions(args) {
  const options = { runs: 3, only: null, check: false, series: false, heaps: [], files: [] };
  const value = (name) => args.shift() ?? fail(`${name} wants a value`);
  while (args.length) {
    const name = args.shift();
    if (name === '--runs') options.runs = Number(value(name));
    else if (name === '--only') options.only = value(name).split(',');
    else if (name === '--check') options.check = true;
    else if (name === '--series') options.series = true;
    else if (name === '--heap') options.heaps.push(value(name));
    else if (name.startsWith('-')) fail(`unknown option ${name}`);
    else options.files.push(name);
  }
  if (!(options.runs >= 1)) fail('--runs wants a number');
  return options;
}

// ---- Files -------------------------------------------------------------------

// The engine's own heap at the end of the tour, anew each time.
function makeOwnHeap() {
  const file = join(PEERS, 'tour.heapsnapshot');
  const { status } = spawnSync(GLASSHEAP,
    ['snapshot', join(ROOT, 'examples/tour.js'), '-o', file],
    { stdio: ['ignore', 'ignore', 'inherit'] });
  return status === 0 ? file : complain('tour could not be made');
}

// The snapshot of one of bench/heaps' programs, made once; null when it cannot
// be.
function makeHeap(wanted) {
  const [, name, version, size] =
    /^([^@=]+)(?:@(\d+))?=(\d+)$/.exec(wanted)
      ?? fail(`--heap wants NAME=SIZE or NAME@VERSION=SIZE, not ${wanted}`);
  if (name === 'tour') return makeOwnHeap();
  const isWritten = SYNTHETIC.includes(name);
  const program = join(HEAPS, `${isWritten ? 'synthetic' : name}.cjs`);
  if (!existsSync(program)) fail(`no heap is called ${name}`);
  if (!isWritten && !install(name)) return complain(`${name} cannot be had`);
  const ending = name === 'timeline' ? 'heaptimeline' : 'heapsnapshot';
  const file = join(PEERS,
    `${name}${version ? `@${version}` : ''}-${size}.${ending}`);
  if (existsSync(file)) return file;
  const node = version ? findNode(version) : NODE;
  if (!node) return complain(`Node.js ${version} cannot be had`);
  mkdirSync(PEERS, { recursive: true });
  console.error(`making ${file}`);
  const { status } = spawnSync(node,
    [`--max-old-space-size=${MEGABYTES}`, program,
      isWritten ? `${name}=${size}` : size, `${file}.part`],
    { stdio: 'inherit', env: { ...process.env, HEAP_PEERS: PEERS } });
  if (status !== 0) return complain(`${name} could not be made`);
  renameSync(`${file}.part`, file);
  return file;
}

// ---- Programs ----------------------------------------------------------------

// {name, argsOf} of those that are there.
async function findPrograms(only) {
  const heap = `--max-old-space-size=${MEGABYTES}`;
  const programs = [
    { name: 'ours', argsOf: (file) => [GLASSHEAP, 'open', file, '--json'] },
  ];
  const isWanted = (name) => !only || only.includes(name);
  const bundle = isWanted('devtools') && await bundleDevTools();
  if (bundle) {
    programs.push({ name: 'devtools', argsOf: (file) =>
      [NODE, heap, join(HEAPS, 'devtools.mjs'), bundle, file] });
  }
  if (isWanted('memlab') && install('memlab')) {
    programs.push({ name: 'memlab', argsOf: (file) =>
      [NODE, heap, join(HEAPS, 'memlab.cjs'), PEERS, file] });
  }
  if (process.env.RUST_ANALYSER && isWanted('rust')) {
    programs.push({ name: 'rust', argsOf: (file) =>
      [process.env.RUST_ANALYSER, file] });
  }
  return programs.filter(({ name }) => isWanted(name));
}

// One run: seconds of wall and processor time, and peak megabytes.
function measure(args, environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-bench-'));
  const result = join(folder, 'result');
  const file = openSync(result, 'w');
  const { stderr } = spawnSync(MEASURE, args, {
    stdio: ['ignore', 'ignore', 'pipe', file], encoding: 'utf8',
    env: { ...process.env, GLASSHEAP_CACHE: '', ...environment },
  });
  const [user, system, wall, peak, status, own] =
    readFileSync(result, 'utf8').trim().split(/\s+/).map(Number);
  rmSync(folder, { recursive: true });
  if (status !== 0) return { error: stderr.trim().split('\n').pop() };
  return {
    wall: wall / 1e6, cpu: (user + system) / 1e6, peak: peak / 1024,
    own: own / 1024,
  };
}

// ---- Measuring ---------------------------------------------------------------

function summarise(runs) {
  const failed = runs.find(({ error }) => error !== undefined);
  if (failed) return failed;
  return Object.fromEntries(['wall', 'cpu', 'peak'].map((key) =>
    [key, median(runs.map((run) => run[key]))]));
}

function printRow(name, result, ours) {
  if (result.error !== undefined) {
    console.log(`  ${name.padEnd(10)}failed: ${result.error}`);
    return;
  }
  const cell = (key, digits) => {
    const ratio = (result[key] / ours[key]).toFixed(1);
    const mark = name === 'ours' || !ours[key] ? '' : ` (${ratio}x)`;
    return `${result[key].toFixed(digits).padStart(9)}${mark.padEnd(10)}`;
  };
  console.log(`  ${name.padEnd(10)}${cell('wall', 3)}${cell('cpu', 3)}`
    + `${cell('peak', 0)}`.trimEnd());
}

function compareOn(file, programs, runs) {
  const results = new Map(programs.map(({ name }) => [name, []]));
  for (let i = 0; i < runs; i++) {
    for (const { name, argsOf } of programs) {
      results.get(name).push(measure(argsOf(file)));
    }
  }
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  console.log(`${basename(file)} (${megabytes} MB)`);
  console.log('  program        wall s              CPU s             peak MB');
  const ours = summarise(results.get('ours') ?? [{}]);
  for (const [name, list] of results) printRow(name, summarise(list), ours);
}

// ---- Checking ----------------------------------------------------------------

const NODES = 'SELECT id, self_size, retained_size, distance, dominator, '
  + 'detachedness, class FROM nodes';
const CLASSES = 'SELECT name, count, self_size, retained_size, distance '
  + 'FROM constructors';
const COLUMNS = ['id', 'self size', 'retained size', 'distance', 'dominator',
  'detachedness', 'class'];

// Runs a program into a file; whether it went well.
function runTo(path, command, args) {
  const file = openSync(path, 'w');
  const { status, stderr } = spawnSync(command, args,
    { stdio: ['ignore', file, 'pipe'], encoding: 'utf8' });
  if (status !== 0) {
    const line = /^\w*Error: .*$/m.exec(stderr)?.[0] ?? stderr.trim();
    complain(`${[basename(command), ...args.slice(0, 3)].join(' ')}: ${line}`);
  }
  return status === 0;
}

// The rows of `query --json`, as lists of values.
async function* rowsOf(path) {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line.startsWith('{')) yield Object.values(JSON.parse(
      line.replace(/,$/, '')));
  }
}

function describeDifference(wanted, got) {
  const parts = COLUMNS.map((name, i) => (wanted[i] === got?.[i] ? null
    : `${name} is ${got?.[i]}, DevTools has ${wanted[i]}`));
  return `  @${wanted[0]}: ${parts.filter(Boolean).join('; ')}`;
}

const sameList = (a, b) => a.length === b?.length
  && a.every((value, i) => value === b[i]);

// How many nodes differ, of which constructors DevTools has what, which of them
// have objects that nothing leads to, and how many objects each has.
async function compareNodes(theirs, ours) {
  const rows = rowsOf(ours);
  const classes = [];
  const unreached = new Set();
  const counts = new Map();
  let nodes = 0;
  let differences = 0;
  for await (const line of createInterface(
    { input: createReadStream(theirs) })) {
    const wanted = JSON.parse(line);
    if (!Array.isArray(wanted)) {
      classes.push(Object.values(wanted));
      continue;
    }
    const { value: got } = await rows.next();
    nodes++;
    const name = wanted.at(-1);
    if (wanted[DISTANCE] === null) unreached.add(name);
    if (wanted[SELF]) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (sameList(wanted, got)) continue;
    if (differences++ < DIFFERENCES_SHOWN) {
      console.log(describeDifference(wanted, got));
    }
  }
  if (!(await rows.next()).done) differences++;
  return { nodes, differences, classes, unreached, counts };
}

const byNameOf = (rows) => rows.reduce((map, row) =>
  map.set(row[0], [...map.get(row[0]) ?? [], row]), new Map());
const objectsOf = (rows) => rows.reduce((sum, [, count]) => sum + count, 0);

// The differences on purpose (docs/heap-graph.md); how many there are.
//
// A kind and a constructor of one name, as regular expressions and
// RegExp.prototype: DevTools loses the objects of one, ours are together.
function forgiveLost(wanted, got, counts) {
  let count = 0;
  const theirs = byNameOf(wanted);
  for (const [name, rows] of byNameOf(got)) {
    const known = theirs.get(name) ?? [];
    if (objectsOf(known) === counts.get(name)
      || objectsOf(rows) !== counts.get(name)) continue;
    wanted.splice(0, wanted.length,
      ...wanted.filter((row) => row[0] !== name), ...rows);
    count++;
  }
  return count;
}

// The distance of a constructor that has an object which nothing leads to:
// DevTools gives it none, ours is that of the nearest object.
function forgiveDistances(wanted, got, unreached) {
  let count = 0;
  const byName = byNameOf(got);
  for (const row of wanted) {
    const [name, ...totals] = row;
    if (totals.pop() !== null || !unreached.has(name)) continue;
    const ours = byName.get(name)?.find((each) =>
      each.at(-1) !== null && sameList(totals, each.slice(1, -1)));
    if (!ours) continue;
    row[row.length - 1] = ours.at(-1);
    count++;
  }
  return count;
}

// Totals have no order, and constructors of one name are several.
async function compareClasses({ classes: wanted, unreached, counts }, ours) {
  const got = [];
  for await (const row of rowsOf(ours)) got.push(row);
  const forgiven = forgiveLost(wanted, got, counts)
    + forgiveDistances(wanted, got, unreached);
  const texts = (list) => list.map((row) => JSON.stringify(row)).sort();
  const missing = new Map();
  for (const text of texts(wanted)) {
    missing.set(text, (missing.get(text) ?? 0) + 1);
  }
  const more = texts(got).filter((text) => {
    const left = missing.get(text) ?? 0;
    if (left) missing.set(text, left - 1);
    return !left;
  });
  const less = [...missing].filter(([, left]) => left).map(([text]) => text);
  for (const text of less.slice(0, DIFFERENCES_SHOWN)) {
    console.log(`  DevTools alone has ${text}`);
  }
  for (const text of more.slice(0, DIFFERENCES_SHOWN)) {
    console.log(`  ours alone has ${text}`);
  }
  return { others: less.length + more.length, forgiven };
}

async function check(file, bundle) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-check-'));
  const [theirs, ours, classes] =
    ['theirs', 'ours', 'classes'].map((name) => join(folder, name));
  const isRead = runTo(join(folder, 'log'), NODE, [
    `--max-old-space-size=${MEGABYTES}`, join(HEAPS, 'devtools.mjs'), bundle,
    file, theirs])
    && runTo(ours, GLASSHEAP, ['query', file, NODES, '--json'])
    && runTo(classes, GLASSHEAP, ['query', file, CLASSES, '--json']);
  if (!isRead) return false;
  const result = await compareNodes(theirs, ours);
  const { others, forgiven } = await compareClasses(result, classes);
  console.log(`${basename(file)}: ${result.nodes} nodes, `
    + `${result.differences} differ; ${result.classes.length} constructors, `
    + `${others} differ${forgiven ? `, ${forgiven} on purpose` : ''}`);
  rmSync(folder, { recursive: true });
  return result.differences + others === 0;
}

// ---- Growth ------------------------------------------------------------------

// Time goes by nodes and edges; memory is that of our own, without the pages of
// the mapped file.
function printGrowth(file, runs) {
  const list = Array.from({ length: runs }, () =>
    measure([GLASSHEAP, 'open', file, '--json'], { MEASURE_OWN: '1' }));
  const failed = list.find(({ error }) => error !== undefined);
  if (failed) return console.log(`  ${basename(file)}: ${failed.error}`);
  const { nodes, edges, fileBytes } = JSON.parse(spawnSync(GLASSHEAP,
    ['open', file, '--json'], { encoding: 'utf8',
      env: { ...process.env, GLASSHEAP_CACHE: '' } }).stdout);
  const of = (key) => median(list.map((run) => run[key]));
  const each = (seconds) => (seconds * 1e9 / (nodes + edges)).toFixed(1);
  return console.log([basename(file).padEnd(30),
    (fileBytes / 1e6).toFixed(0).padStart(6), String(nodes).padStart(11),
    String(edges).padStart(11), of('wall').toFixed(3).padStart(8),
    of('cpu').toFixed(3).padStart(8), each(of('wall')).padStart(8),
    each(of('cpu')).padStart(8), of('own').toFixed(0).padStart(7),
    (of('own') * 1048576 / fileBytes).toFixed(2).padStart(8)].join(''));
}

function printSeries(files, runs) {
  console.log('file                              MB      nodes      edges'
    + '  wall s   CPU s  ns each CPU each  own MB  of file');
  for (const file of files) printGrowth(file, runs);
}

// ---- All of it ---------------------------------------------------------------

const options = readOptions(process.argv.slice(2));
const wanted = options.heaps.length || options.files.length
  ? options.heaps : options.series ? SERIES : options.check ? CHECKED_HEAPS : DEFAULT_HEAPS;
const files = [...options.files, ...wanted.map(makeHeap).filter(Boolean)];
if (options.check) {
  const bundle = await bundleDevTools()
    ?? fail('DevTools\' code cannot be had');
  let isGood = true;
  for (const file of files) isGood = await check(file, bundle) && isGood;
  if (!isGood) process.exitCode = 1;
} else if (options.series) {
  printSeries(files, options.runs);
} else {
  const programs = await findPrograms(options.only);
  for (const file of files) compareOn(file, programs, options.runs);
}
