// Runs real programs from npm under Node and under Glassheap, and compares
// what they print byte by byte.
//
//   node bench/real/run.mjs [--program GLASSHEAP] [--seconds N] [NAME...]
//
// The programs are programs/*.js and *.mjs; what they need is installed here
// from package-lock.json when it is not there yet. Prints a line for each with
// both times; the exit status is 1 when any differs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(dirname(HERE));

function fail(message) {
  console.error(`bench/real/run.mjs: ${message}`);
  process.exit(2);
}

function readOptions(words) {
  const options = { program: join(ROOT, 'build/glassheap'), seconds: 300, names: [] };
  while (words.length) {
    const word = words.shift();
    if (word === '--program') options.program = resolve(words.shift());
    else if (word === '--seconds') options.seconds = Number(words.shift());
    else if (word.startsWith('-')) fail(`unknown option ${word}`);
    else options.names.push(word);
  }
  if (!existsSync(options.program)) fail(`${options.program} is not there: build it first`);
  return options;
}

function install() {
  if (existsSync(join(HERE, 'node_modules/.package-lock.json'))) return;
  console.log('installing the programs (npm ci)');
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit'],
    { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail('npm ci failed');
}

function run(command, args, seconds) {
  const begun = process.hrtime.bigint();
  const { stdout, stderr, error, signal, status } = spawnSync(command, args, {
    cwd: HERE, timeout: seconds * 1000, maxBuffer: 1 << 28,
    env: { ...process.env, NODE_NO_WARNINGS: '1', TZ: 'UTC' },
  });
  return {
    output: stdout ?? Buffer.alloc(0), errors: String(stderr ?? ''),
    ending: error ? error.code : signal ?? status,
    seconds: Number(process.hrtime.bigint() - begun) / 1e9,
  };
}

// The first line in which two outputs differ.
function firstDifference(wanted, got) {
  const [a, b] = [wanted, got].map((bytes) => bytes.toString().split('\n'));
  const at = a.findIndex((line, index) => line !== b[index]);
  const line = at < 0 ? a.length : at;
  return `line ${line + 1}\n    - ${String(a[line]).slice(0, 200)}\n    + ${
    String(b[line]).slice(0, 200)}`;
}

function judge(node, ours) {
  if (node.ending !== 0) return `Node ends with ${node.ending}: ${node.errors.slice(0, 300)}`;
  if (ours.ending !== 0) {
    const lines = ours.errors.split('\n').filter((line) => line.trim());
    return `ends with ${ours.ending}: ${lines.slice(0, 6).join('\n    ')}`;
  }
  return node.output.equals(ours.output) ? null
    : `prints something else, ${firstDifference(node.output, ours.output)}`;
}

const options = readOptions(process.argv.slice(2));
install();
const programs = readdirSync(join(HERE, 'programs')).sort().filter((file) =>
  !options.names.length || options.names.includes(basename(file).replace(/\.m?js$/, '')));
if (!programs.length) fail('no such program');
let failed = 0;
for (const file of programs) {
  const node = run('node', [`programs/${file}`], options.seconds);
  const ours = run(options.program, ['run', '--allow-fs-read', '--allow-fs-write',
    '--allow-env', `programs/${file}`], options.seconds);
  const complaint = judge(node, ours);
  if (complaint) failed++;
  console.log(`${file.padEnd(18)} ${complaint ? 'FAILED' : 'same'}  ${
    String(node.output.length).padStart(8)} bytes  Node ${node.seconds.toFixed(2)} s, Glassheap ${
    ours.seconds.toFixed(2)} s${complaint ? `\n    ${complaint}` : ''}`);
}
console.log(`${programs.length - failed} the same, ${failed} not`);
process.exit(failed ? 1 : 0);
