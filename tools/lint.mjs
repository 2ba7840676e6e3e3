// The style of the house, checked: `make lint`, `tools/lint [CHECK...]`.
//
//   format   clang-format over every C file
//   analyse  clang-tidy over every C file; what was clean is remembered under
//            build/lint until the file, a header or the checks change
//   floors   no include of a floor above, no circles (tools/floors.mjs)
//   text     no tabs, no trailing blanks, 1,200 lines a file at most, no lock
//            file that names a registry's host
//   types    the TypeScript compiler over ui/
//
// The test runner counts each check as one test.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  defaultJobs, inParallel, runCommand,
} from '../tests/run/processes.mjs';
import { floorComplaints } from './floors.mjs';
import {
  C_ENDINGS, ROOT, includesOf, resolveInclude, sourceFiles, textOf,
} from './sources.mjs';

const LONGEST_FILE = 1200;
const SANITIZE = join(ROOT, 'build/sanitize');
const CLEAN = join(ROOT, 'build/lint');

const outcomeOf = (complaints) => ({
  outcome: complaints.length ? 'failed' : 'passed',
  detail: complaints.join('\n'),
});

const run = (command, args, seconds = 600) =>
  runCommand(command, args, { cwd: ROOT, seconds });

// ---- clang-format -----------------------------------------------------------

async function checkFormat() {
  const files = ['src', 'tests']
    .flatMap((folder) => sourceFiles(folder, ['.c', '.cc', '.h', '.inc']));
  if (!files.length) return outcomeOf([]);
  const result = await run('clang-format-19',
    ['--dry-run', '-Werror', ...files]);
  if (result.status === 0) return outcomeOf([]);
  const badly = [...result.stderr.matchAll(/^([^\s:]+):(\d+):\d+: error/gm)];
  const first = new Map();
  for (const [, file, line] of badly) {
    if (!first.has(file)) first.set(file, line);
  }
  if (!first.size) return outcomeOf([result.stderr]);
  return outcomeOf([...first].map(([file, line]) =>
    `${file}:${line}: not formatted: clang-format-19 -i ${file}`));
}

// ---- clang-tidy -------------------------------------------------------------

// clang-tidy reads the flags of each file from the sanitizers' build, whose
// asserts tell it what always holds.
async function prepareAnalysis() {
  if (!existsSync(join(SANITIZE, 'compile_commands.json'))) {
    const configured = await run('cmake', ['--preset', 'sanitize']);
    if (configured.status !== 0) throw new Error(configured.stderr);
  }
  const made = await run('cmake',
    ['--build', SANITIZE, '--target', 'generated']);
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  const commands = JSON.parse(
    readFileSync(join(SANITIZE, 'compile_commands.json'), 'utf8'));
  return new Map(commands.map(({ file, command }) => [file, command]));
}

// A file with everything of ours that it includes, however far away.
function withIncludes(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path } of includesOf(textOf(file))) {
    const found = resolveInclude(file, path);
    if (found) withIncludes(found, seen);
  }
  return seen;
}

function fingerprintOf(file, command) {
  const hash = createHash('sha256').update(command);
  hash.update(readFileSync(join(ROOT, '.clang-tidy')));
  for (const each of withIncludes(file)) hash.update(each).update(textOf(each));
  return hash.digest('hex');
}

async function analyseFile({ file, fingerprint }) {
  const result = await run('clang-tidy-19', ['-p', SANITIZE, '--quiet', file]);
  if (result.status === 0) {
    writeFileSync(join(CLEAN, fingerprint), '');
    return [];
  }
  const lines = (result.stdout || result.stderr).replaceAll(`${ROOT}/`, '');
  return [lines.trimEnd()];
}

async function checkAnalysis() {
  let commands;
  try {
    commands = await prepareAnalysis();
  } catch (error) {
    return outcomeOf([`the build cannot be prepared: ${error.message}`]);
  }
  mkdirSync(CLEAN, { recursive: true });
  const stale = ['src', 'tests']
    .flatMap((folder) => sourceFiles(folder, ['.c']))
    .filter((file) => commands.has(join(ROOT, file)))
    .map((file) => ({
      file, fingerprint: fingerprintOf(file, commands.get(join(ROOT, file))),
    }))
    .filter(({ fingerprint }) => !existsSync(join(CLEAN, fingerprint)));
  const complaints = await inParallel(stale, defaultJobs, analyseFile);
  return outcomeOf(complaints.flat());
}

// ---- Text -------------------------------------------------------------------

const SCRIPT_ENDINGS = ['.mjs', '.ts', '.tsx', '.css', '.html'];

function textComplaints(file) {
  const lines = textOf(file).split('\n');
  const complaints = [];
  if (lines.length - 1 > LONGEST_FILE) {
    complaints.push(
      `${file}: ${lines.length - 1} lines, ${LONGEST_FILE} at most`);
  }
  lines.forEach((line, index) => {
    if (line.includes('\t')) complaints.push(`${file}:${index + 1}: a tab`);
    if (/[ \t]$/.test(line)) {
      complaints.push(`${file}:${index + 1}: blanks at the end of the line`);
    }
  });
  return complaints;
}

function lockComplaints(file) {
  const hosts = /"resolved": "https?:/.test(textOf(file));
  return hosts
    ? [`${file}: names a registry's host: have ` +
       '`omit-lockfile-registry-resolved=true` in .npmrc and lock again']
    : [];
}

async function checkText() {
  const files = [
    ...sourceFiles('src', C_ENDINGS),
    ...['tests', 'tools', 'ui', 'bench'].flatMap((folder) =>
      sourceFiles(folder, [...C_ENDINGS, ...SCRIPT_ENDINGS])),
    ...sourceFiles('bench', ['.js']),
  ];
  const locks = ['tools', 'ui', 'tests'].flatMap((folder) =>
    sourceFiles(folder, ['package-lock.json']));
  return outcomeOf([
    ...files.flatMap(textComplaints), ...locks.flatMap(lockComplaints)]);
}

// ---- Types ------------------------------------------------------------------

async function checkTypes() {
  if (!existsSync(join(ROOT, 'ui/tsconfig.json'))) return outcomeOf([]);
  const result = await run(process.execPath,
    ['ui/node_modules/typescript/bin/tsc', '--noEmit', '-p', 'ui']);
  return outcomeOf(result.status === 0 ? [] : [result.stdout + result.stderr]);
}

export const checks = [
  { name: 'format', run: checkFormat },
  { name: 'floors', run: async () => outcomeOf(floorComplaints()) },
  { name: 'text', run: checkText },
  { name: 'types', run: checkTypes },
  { name: 'analyse', run: checkAnalysis },
];

async function main(names) {
  const unknown = names.filter((name) => !checks.some((c) => c.name === name));
  if (unknown.length) {
    const known = checks.map((check) => check.name).join(', ');
    console.error(`tools/lint: no check is called ${unknown.join(', ')}; ` +
      `there are ${known}`);
    return 2;
  }
  let failed = 0;
  for (const check of checks) {
    if (names.length && !names.includes(check.name)) continue;
    const result = await check.run();
    if (result.outcome === 'failed') failed++;
    console.log(`${check.name.padEnd(10)} ${result.outcome}`);
    if (result.detail) console.log(result.detail);
  }
  return failed ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exit(await main(process.argv.slice(2)));
}
