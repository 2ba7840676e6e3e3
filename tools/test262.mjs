// Runs the conformance suite of ECMAScript over a checkout of tc39/test262:
//
//   make test262 TEST262=DIR
//   node tools/test262.mjs DIR [--program DRIVER] [-j N] [--seconds N]
//                          [--failures FILE] [--accept] [--all]
//                          [--collector NAME] [--stress collect|barrier]
//                          [PREFIX...]
//
// PREFIX chooses tests by the beginning of their path below DIR/test, like
// `built-ins/Array` or `language/expressions/yield`; without one everything
// runs but Temporal, intl402 and staging (--all: these, too). Tests of
// features that no stable engine ships are left out: UNSHIPPED below.
//
// Each test runs as its frontmatter says: in strict and in sloppy mode unless
// it wants one of them, as a module, raw, asynchronous, or expecting an error
// of some phase. The work is done by forks of build/test262-driver
// (tests/test262/driver.c), a driver for each core.
//
// --collector and --stress are those of the heap (docs/collector.md): the
// collector of `glassheap run`, a collection at every allocation (behind ten
// thousand of them less and less often), or a check after each collection that
// no store went past the barrier.
//
// Counts by folder are printed, and what failed is written to
// build/test262-failures.txt (--failures). Failures that are known are listed
// in tests/test262/expected-failures.txt: the exit status is 1 when a test
// fails that is not in it, and when one of the list passes, so that the list
// stays true. --accept writes the list anew.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { defaultJobs } from '../tests/run/processes.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const EXPECTED = join(ROOT, 'tests/test262/expected-failures.txt');
const LEFT_OUT = ['intl402/', 'staging/', 'built-ins/Temporal/'];

// Proposals that no stable engine ships, and what is no part of the language.
const UNSHIPPED = new Map([
  ['Temporal', 'may wait'],
  ['ShadowRealm', 'stage 2.7'],
  ['decorators', 'stage 3, in no engine'],
  ['import-defer', 'stage 3, in no engine'],
  ['source-phase-imports', 'stage 3, for WebAssembly alone'],
  ['source-phase-imports-module-source', 'stage 3, for WebAssembly alone'],
  ['import-bytes', 'stage 2.7'],
  ['import-text', 'stage 2.7'],
  ['immutable-arraybuffer', 'stage 2.7'],
  ['await-dictionary', 'stage 2.7'],
  ['iterator-chunking', 'stage 2.7'],
  ['iterator-includes', 'stage 2.7'],
  ['Iterator.prototype.join', 'stage 2.7'],
  ['error-stack-accessor', 'stage 2.7'],
  ['tail-call-optimization', 'in one engine alone'],
  ['IsHTMLDDA', 'document.all, for browsers'],
]);

// ---- Options ------------------------------------------------------------------

function fail(message) {
  console.error(`tools/test262.mjs: ${message}`);
  process.exit(2);
}

function readOptions(args) {
  const options = {
    folder: process.env.TEST262, program: join(ROOT, 'build/test262-driver'),
    jobs: defaultJobs, seconds: 10, prefixes: [], accept: false, all: false,
    failures: join(ROOT, 'build/test262-failures.txt'), folderGiven: false,
    collector: 'marking', stress: 'none',
  };
  const value = (name) => args.shift() ?? fail(`${name} wants a value`);
  while (args.length) {
    const name = args.shift();
    if (name === '--program') options.program = resolve(value(name));
    else if (name === '-j') options.jobs = Number(value(name));
    else if (name === '--seconds') options.seconds = Number(value(name));
    else if (name === '--failures') options.failures = resolve(value(name));
    else if (name === '--collector') options.collector = value(name);
    else if (name === '--stress') options.stress = value(name);
    else if (name === '--accept') options.accept = true;
    else if (name === '--all') options.all = true;
    else if (name.startsWith('-')) fail(`unknown option ${name}`);
    else if (!options.folderGiven) {
      options.folder = name;
      options.folderGiven = true;
    } else options.prefixes.push(name.replace(/^(\.\/)?test\//, ''));
  }
  if (!options.folder) {
    fail('name a checkout of tc39/test262: make test262 TEST262=DIR');
  }
  options.folder = resolve(options.folder);
  if (!existsSync(join(options.folder, 'harness/assert.js'))) {
    fail(`${options.folder} is no checkout of tc39/test262`);
  }
  if (!(options.jobs >= 1)) fail('-j wants a number');
  return options;
}

// ---- Tests --------------------------------------------------------------------

function* filesUnder(folder, base) {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path, base);
    else if (/\.js$/.test(entry.name) && !entry.name.includes('_FIXTURE')) {
      yield relative(base, path);
    }
  }
}

// The part of YAML that frontmatter uses: `key: [a, b]`, `key:` with `- item`
// lines or with `name: value` lines below it.
function parseFrontmatter(text) {
  const block = /\/\*---\r?\n?([^]*?)---\*\//.exec(text)?.[1] ?? '';
  const list = (key) => {
    const inline = new RegExp(`^${key}:[ ]*\\[([^\\]]*)\\]`, 'm').exec(block);
    if (inline) return inline[1].split(',').map((s) => s.trim()).filter(Boolean);
    const below = new RegExp(`^${key}:[ ]*\\r?\\n((?:[ ]*-.*\\r?\\n?)+)`, 'm')
      .exec(block);
    return below
      ? below[1].split(/\r?\n/).map((s) => s.replace(/^ *- */, '').trim())
        .filter(Boolean)
      : [];
  };
  const negative = /^negative:[ ]*\r?\n((?:[ ]+.*\r?\n?)+)/m.exec(block)?.[1];
  return {
    flags: new Set(list('flags')), includes: list('includes'),
    features: list('features'),
    negative: negative && {
      phase: /phase: *(\w+)/.exec(negative)?.[1],
      type: /type: *(\w+)/.exec(negative)?.[1],
    },
  };
}

// The runs of one file: none, one, or strict and sloppy.
function runsOf(options, path) {
  const file = join(options.folder, 'test', path);
  const test = parseFrontmatter(readFileSync(file, 'utf8'));
  const { flags } = test;
  if (test.features.some((feature) => UNSHIPPED.has(feature))) return [];
  // For hosts whose main thread may not wait; ours may.
  if (flags.has('CanBlockIsFalse')) return [];
  const letters = (flags.has('async') ? 'a' : '') +
    (flags.has('module') ? 'm' : '') + (flags.has('raw') ? 'r' : '');
  const includes = [...test.includes];
  if (flags.has('async')) includes.unshift('doneprintHandle.js');
  const run = (mode) => ({
    path, file, mode: mode + letters, negative: test.negative,
    includes: flags.has('raw') ? '' : includes.join(','),
    name: mode ? `${path} (strict)` : path,
  });
  if (flags.has('module') || flags.has('raw') || flags.has('noStrict')) {
    return [run('')];
  }
  return flags.has('onlyStrict') ? [run('s')] : [run(''), run('s')];
}

// Why it failed, or ''.
function judge({ negative }, outcome, text) {
  if (!negative) {
    return outcome === 'pass' ? '' : `${outcome}: ${text}`;
  }
  const type = text.split(' ', 1)[0];
  if (outcome === negative.phase && type === negative.type) return '';
  return `wanted ${negative.type} (${negative.phase}), got ` +
    `${outcome}: ${text}`;
}

// ---- Drivers ------------------------------------------------------------------

// Feeds one driver until nothing is left; `done(run, why)` for each run.
function drive(options, next, done) {
  return new Promise((finish) => {
    const child = spawn(options.program,
      [join(options.folder, 'harness'), String(options.seconds),
        options.collector, options.stress],
      { stdio: ['pipe', 'pipe', 'inherit'] });
    let current = null;
    const feed = () => {
      current = next();
      if (!current) return child.stdin.end();
      const { mode, includes, file } = current;
      child.stdin.write(`0\t${mode}\t${includes}\t${file}\n`);
    };
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, outcome, ...text] = line.split('\t');
      done(current, judge(current, outcome, text.join(' ')));
      feed();
    });
    child.on('error', (error) => fail(`${options.program}: ${error.message}`));
    child.on('close', (status) => {
      if (current) fail(`the driver ended (${status}) in ${current.name}`);
      finish();
    });
    feed();
  });
}

// ---- Reports ------------------------------------------------------------------

// The folder a test is counted under: built-ins/Array, language/expressions.
const groupOf = (path) => path.split('/').slice(0, 2).join('/')
  .replace(/\/[^/]*\.js$/, '');

function printCounts(counts) {
  const width = Math.max(...[...counts.keys()].map((name) => name.length), 5);
  for (const [name, { passed, failed }] of counts) {
    const share = ((passed / (passed + failed)) * 100).toFixed(1);
    console.log(`${name.padEnd(width)} ${String(passed).padStart(6)} passed ` +
      `${String(failed).padStart(6)} failed ${share.padStart(6)}%`);
  }
}

function readExpected() {
  if (!existsSync(EXPECTED)) return new Set();
  return new Set(readFileSync(EXPECTED, 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#')));
}

function writeExpected(names) {
  writeFileSync(EXPECTED, `${[
    '# Tests of test262 that fail, a run a line: `tools/test262.mjs --accept`.',
    ...names,
  ].join('\n')}\n`);
}

// What changed against the list, among the runs that there were. True when it
// is as expected.
function compareWithExpected(ran, failed) {
  const expected = readExpected();
  const fresh = [...failed].filter((name) => !expected.has(name));
  const mended = [...expected]
    .filter((name) => ran.has(name) && !failed.has(name));
  const show = (title, names) => {
    if (!names.length) return;
    console.log(`\n${title}: ${names.length}`);
    for (const name of names.slice(0, 20)) console.log(`  ${name}`);
    if (names.length > 20) console.log('  ...');
  };
  show('fail, and are not in expected-failures.txt', fresh);
  show('pass now: take them out of expected-failures.txt', mended);
  return !fresh.length && !mended.length;
}

// ---- Main ---------------------------------------------------------------------

function buildDriver(options) {
  const folder = dirname(options.program);
  if (!existsSync(join(folder, 'build.ninja'))) return;
  const { status } = spawnSync('cmake',
    ['--build', folder, '--target', 'test262-driver'],
    { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail('the driver does not build');
}

const options = readOptions(process.argv.slice(2));
buildDriver(options);
const base = join(options.folder, 'test');
const wanted = (path) => (options.prefixes.length
  ? options.prefixes.some((prefix) => path.startsWith(prefix))
  : options.all || !LEFT_OUT.some((prefix) => path.startsWith(prefix)));

function* runs() {
  for (const path of filesUnder(base, base)) {
    if (wanted(path)) yield* runsOf(options, path);
  }
}

const begin = performance.now();
const queue = runs();
const counts = new Map();
const ran = new Set();
const why = new Map();
const next = () => queue.next().value ?? null;
const done = (run, reason) => {
  const group = groupOf(run.path);
  if (!counts.has(group)) counts.set(group, { passed: 0, failed: 0 });
  counts.get(group)[reason ? 'failed' : 'passed']++;
  ran.add(run.name);
  if (reason) why.set(run.name, reason);
  if (ran.size % 500) return;
  const line = `${ran.size} runs, ${why.size} failed`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line} `);
  else if (ran.size % 5000 === 0) process.stderr.write(`${line}\n`);
};
await Promise.all(Array.from({ length: options.jobs },
  () => drive(options, next, done)));
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
if (!ran.size) fail('no test has such a path');

mkdirSync(dirname(options.failures), { recursive: true });
const names = [...why.keys()].sort();
writeFileSync(options.failures,
  names.map((name) => `${name}\n    ${why.get(name)}\n`).join(''));
printCounts(new Map([...counts].sort()));
const seconds = ((performance.now() - begin) / 1000).toFixed(0);
const passed = ran.size - why.size;
console.log(`\n${passed} passed, ${why.size} failed of ${ran.size} runs, ` +
  `${((passed / ran.size) * 100).toFixed(2)}% (${seconds} s); ` +
  `failures: ${relative(process.cwd(), options.failures)}`);
if (options.accept) {
  const kept = [...readExpected()].filter((name) => !ran.has(name));
  writeExpected([...kept, ...names].sort());
} else if (!compareWithExpected(ran, new Set(names))) {
  process.exitCode = 1;
}
