// Runs the tests: `make test`, or by hand
//
//   node tests/run.mjs [--build release|sanitize|develop] [--group NAME,...]
//                      [--only PATTERN] [-j N] [--no-build] [--verbose]
//
// Without --build the tests run in release and sanitize. Groups, each in both
// unless said:
//
//   build     the build itself: the program and the C test programs
//   c         tests/<floor>/test_*.c, each a program; passes with status 0
//   programs  tests/**/*.js and *.mjs, annotated programs (run/programs.mjs); in
//             the sanitizers' build with a collection at every allocation
//   counting  the same programs with the collector that counts references: in
//             the sanitizers' build all counts are checked now and then
//   tier      the same with every function optimised at its first tick;
//             sanitizers' build alone
//   barrier   some of them with tiny collections, each of which is checked for
//             stores that the collector was not told of; sanitizers' build alone
//   fuzz      the corpora of tests/fuzz once more; sanitizers' build alone
//   node      tests/**/*.test.mjs by node:test; tests/ui, tests/lab and
//             tests/tools in the optimised build alone
//   lint      tools/lint; once
//
// PATTERN is a regular expression that a test's path must match. Folders named
// `fixtures`, `corpus` or `node_modules` hold no tests. The last line is always
// `N passed, N failed`, and the exit status is 1 when anything failed.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks as lintChecks } from '../tools/lint.mjs';
import {
  defaultJobs, endingOf, inParallel, runCommand,
} from './run/processes.mjs';
import { runProgram } from './run/programs.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILDS = {
  release: { folder: join(ROOT, 'build'), title: 'optimised' },
  develop: { folder: join(ROOT, 'build/develop'), title: 'quickly built' },
  sanitize: { folder: join(ROOT, 'build/sanitize'), title: 'sanitizers' },
  fuzz: { folder: join(ROOT, 'build/fuzz'), title: 'fuzzing' },
};
// Seconds that one test may take, unless it says otherwise itself.
const LIMITS = {
  build: 1800, c: 300, programs: 30, stress: 180, fuzz: 300, node: 900,
};

// ---- Options ----------------------------------------------------------------

function readOptions(args) {
  const options = {
    builds: ['release', 'sanitize'],
    groups: ['build', 'c', 'programs', 'counting', 'tier', 'barrier', 'fuzz', 'node',
      'lint'],
    only: null, jobs: defaultJobs, verbose: false, fuzzing: false,
  };
  const value = (name) => {
    if (!args.length) usage(`${name} wants a value`);
    return args.shift();
  };
  while (args.length) {
    const name = args.shift();
    if (name === '--build') options.builds = value(name).split(',');
    else if (name === '--group') options.groups = value(name).split(',');
    else if (name === '--only') options.only = new RegExp(value(name));
    else if (name === '-j') options.jobs = Number(value(name));
    else if (name === '--no-build') options.noBuild = true;
    else if (name === '--verbose') options.verbose = true;
    else if (name === '--fuzz') options.fuzzing = true;
    else usage(`unknown option ${name}`);
  }
  const known = ['release', 'sanitize', 'develop'];
  if (!options.builds.every((build) => known.includes(build))) {
    usage('--build wants release, sanitize or develop');
  }
  if (!(options.jobs >= 1)) usage('-j wants a number');
  // somebody who asks for some tests does not want the linter
  if (options.only) remove(options.groups, 'lint');
  if (options.noBuild) remove(options.groups, 'build');
  return options;
}

function remove(list, item) {
  if (list.includes(item)) list.splice(list.indexOf(item), 1);
}

function usage(complaint) {
  console.error(`tests/run.mjs: ${complaint} (the file's head lists them)`);
  process.exit(2);
}

// ---- Finding and counting ---------------------------------------------------

const NO_TESTS = new Set(
  ['fixtures', 'corpus', 'node_modules', 'run', 'exercises']);

function filesUnder(folder, suits) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return NO_TESTS.has(entry.name) ? [] : filesUnder(path, suits);
    }
    return suits(path) ? [path] : [];
  }).sort();
}

const options = readOptions(process.argv.slice(2));
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

const chosen = (files) =>
  options.only ? files.filter((file) => options.only.test(file)) : files;
const testFiles = (suits) => chosen(filesUnder(join(ROOT, 'tests'), suits));
const shortName = (file) => relative(ROOT, file);

function reportFailure(title, name, detail) {
  failures.push(`${name} (${title})`);
  console.log(`\nFAILED ${name} (${title})`);
  if (detail) console.log(detail.trimEnd());
  console.log('');
}

// Runs a group's items and prints its line. `work(item)` gives {outcome,
// detail} or {passed, failed, skipped, detail}.
async function runGroup(title, items, work, { jobs = options.jobs } = {}) {
  if (!items.length) return;
  const begin = performance.now();
  const count = { passed: 0, failed: 0, skipped: 0 };
  await inParallel(items, jobs, async (item) => {
    const result = await work(item);
    const name = typeof item === 'string' ? shortName(item) : item.name;
    if (result.outcome) count[result.outcome]++;
    for (const key in count) count[key] += result[key] ?? 0;
    if (result.outcome === 'failed' || result.failed) {
      reportFailure(title, name, result.detail);
    } else if (options.verbose) {
      console.log(`  ${name} ${(result.seconds ?? 0).toFixed(1)} s`);
    }
  });
  for (const key in total) total[key] += count[key];
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const skipped = count.skipped ? `, ${count.skipped} skipped` : '';
  const passed = String(count.passed).padStart(4);
  console.log(`${title.padEnd(34)} ${passed} passed, ${count.failed} failed` +
    `${skipped} (${seconds} s)`);
}

// ---- The groups -------------------------------------------------------------

async function build(name) {
  const { folder } = BUILDS[name];
  if (!existsSync(join(folder, 'build.ninja'))) {
    const configured = await runCommand('cmake', ['--preset', name], {
      cwd: ROOT, seconds: LIMITS.build,
    });
    if (configured.status !== 0) {
      const detail = configured.stdout + configured.stderr;
      return { outcome: 'failed', detail };
    }
  }
  const built = await runCommand('cmake',
    ['--build', folder, '--target', 'all', 'tests', '--', '-k', '0'],
    { cwd: ROOT, seconds: LIMITS.build });
  const good = built.status === 0;
  return {
    outcome: good ? 'passed' : 'failed',
    detail: good
      ? ''
      : built.stdout.replace(/^(\[\d+\/\d+\]|-- ).*\n/gm, '') +
        built.stderr.replace(/^-- .*\n/gm, ''),
  };
}

// By exit status; what it printed is shown when it fails.
async function runByStatus(command, args, seconds) {
  const result = await runCommand(command, args, { cwd: ROOT, seconds });
  const good = result.status === 0 && !result.timedOut;
  return {
    outcome: good ? 'passed' : 'failed',
    detail: good ? '' : `${result.stdout}${result.stderr}${endingOf(result)}`,
    seconds: result.seconds,
  };
}

// The program made from a test's source file.
const programOf = (folder, file) =>
  join(folder, relative(ROOT, file).replace(/\.c$/, ''));

const isTest = (prefix) => (file) =>
  new RegExp(`/${prefix}_[^/]*\\.c$`).test(file);

function replayCorpus(folder, file) {
  const topic = file.replace(/^.*\/fuzz_(.*)\.c$/, '$1');
  const corpus = join(ROOT, 'tests/fuzz/corpus', topic);
  const args = existsSync(corpus) ? ['-runs=0', corpus] : ['-runs=0'];
  return runByStatus(programOf(folder, file), args, LIMITS.fuzz);
}

let reports = 0;

// One file of node:test: its own report on screen when it fails, and the
// counts from a second report in TAP.
async function runNodeTest(file, name, folder) {
  const tap = join(tmpdir(), `glassheap-${process.pid}-${reports++}.tap`);
  const result = await runCommand(process.execPath, [
    '--test-reporter=spec', '--test-reporter-destination=stdout',
    '--test-reporter=tap', `--test-reporter-destination=${tap}`, file,
  ], {
    cwd: ROOT, seconds: LIMITS.node,
    env: { GLASSHEAP: join(folder, 'glassheap'), GLASSHEAP_BUILD: name },
  });
  const text = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  rmSync(tap, { force: true });
  const count = (key) =>
    Number(new RegExp(`^# ${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  let failed = count('fail') + count('cancelled');
  if (!failed && (result.status !== 0 || result.timedOut)) failed = 1;
  return {
    passed: count('pass'), failed, skipped: count('skipped') + count('todo'),
    detail: failed ? failuresIn(result) : '',
    seconds: result.seconds,
  };
}

// The closing part of node:test's report has the failures alone.
function failuresIn(result) {
  const at = result.stdout.indexOf('failing tests:');
  const said = at < 0 ? result.stdout : result.stdout.slice(at);
  return `${said}${result.stderr}${endingOf(result)}`;
}

const onlyOptimised = (file) => /\/tests\/(ui|tools|lab)\//.test(file);

// Stores that no collector was told of are found by a collection that is
// checked, whichever program makes them: one in three is enough for each run of
// the suite, and `--only` runs the others.
const barrierFiles = () => testFiles((file) =>
  /\/(language|library|host)\/[^/]*\.m?js$/.test(file))
  .filter((file, index) => options.only || index % 3 === 0);

const isProgram = (file) => file.endsWith('.js') ||
  /\/(language|library|host)\/[^/]*\.mjs$/.test(file);

async function testBuild(name) {
  const { folder, title } = BUILDS[name];
  const wants = (group) => options.groups.includes(group);
  const stress = name === 'sanitize';
  if (wants('build')) {
    const before = total.failed;
    await runGroup('build', [{ name: title }], () => build(name));
    if (total.failed > before) return;
  }
  if (wants('c')) {
    await runGroup(`C programs, ${title}`, testFiles(isTest('test')),
      (file) => runByStatus(programOf(folder, file), [], LIMITS.c));
  }
  if (wants('fuzz') && stress) {
    await runGroup(`fuzz corpora, ${title}`, testFiles(isTest('fuzz')),
      (file) => replayCorpus(folder, file));
  }
  if (wants('barrier') && stress) {
    await runGroup(`barrier check, ${title}`, barrierFiles(),
      (file) => runProgram(shortName(file), {
        build: name, command: join(folder, 'glassheap'), barrier: true,
        cwd: ROOT, seconds: LIMITS.stress,
      }));
  }
  if (wants('tier') && name !== 'release') {
    await runGroup(`optimised code, ${title}`, testFiles(isProgram),
      (file) => runProgram(shortName(file), {
        build: name, command: join(folder, 'glassheap'), optimise: true,
        cwd: ROOT, seconds: LIMITS.stress,
      }));
  }
  for (const counting of [false, true]) {
    if (!wants(counting ? 'counting' : 'programs')) continue;
    await runGroup(`${counting ? 'counting' : 'JavaScript'}, ${title}` +
      (stress ? ' and stress' : ''),
      testFiles(isProgram),
      (file) => runProgram(shortName(file), {
        build: name, command: join(folder, 'glassheap'), stress, counting,
        cwd: ROOT, seconds: stress ? LIMITS.stress : LIMITS.programs,
      }));
  }
  if (wants('node')) {
    await runGroup(`node:test, ${title}`,
      testFiles((file) => file.endsWith('.test.mjs') &&
        !(stress && onlyOptimised(file))),
      (file) => runNodeTest(file, name, folder));
  }
}

async function fuzz() {
  const seconds = Number(process.env.FUZZ_SECONDS || 60);
  const { folder } = BUILDS.fuzz;
  await runGroup('fuzzers', testFiles(isTest('fuzz')), (file) => {
    const topic = file.replace(/^.*\/fuzz_(.*)\.c$/, '$1');
    const seeds = join(ROOT, 'tests/fuzz/corpus', topic);
    const found = join(folder, 'corpus', topic);
    return runCommand('mkdir', ['-p', found]).then(() =>
      runByStatus(programOf(folder, file),
        [`-max_total_time=${seconds}`, '-rss_limit_mb=4096', '-timeout=20',
          `-artifact_prefix=${found}/`, found,
          ...(existsSync(seeds) ? [seeds] : [])],
        seconds + 120));
  });
}

// ---- Main -------------------------------------------------------------------

process.chdir(ROOT);
if (options.fuzzing) {
  await fuzz();
} else {
  for (const name of options.builds) await testBuild(name);
  if (options.groups.includes('lint')) {
    await runGroup('lint', lintChecks, (check) => check.run(), { jobs: 1 });
  }
}
if (failures.length > 1) {
  console.log(`\nfailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
}
const counted = total.passed + total.failed + total.skipped;
if (!counted) console.log('no test was found');
if (total.skipped) console.log(`(${total.skipped} skipped)`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed || !counted ? 1 : 0);
