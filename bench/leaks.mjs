// Leaks that were planted (leaks/service.cjs, leaks/page.cjs), and who finds
// them: ours, and memlab as it is and with all objects traced.
//
//   node bench/leaks.mjs [service|page]...
//
// For each planted leak: how many objects there are, how many were found, how
// much cutting it frees; and what else was named. Programs and packages are
// found as bench/heap.mjs finds them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEERS, install } from './heaps/peers.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');

// What a program prints; with `all`, what it says on standard error too.
function run(command, args, { all = false } = {}) {
  const { status, stdout, stderr } = spawnSync(command, args,
    { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command}: ${stderr.trim()}`);
  return all ? stdout + stderr : stdout;
}

const size = (bytes) => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} KB`
  : `${(bytes / 1e6).toFixed(1)} MB`);
const count = (number) => number.toLocaleString('en-US');

// ---- Ours ------------------------------------------------------------------

// {of: class -> text, others}
function askOurs(files, planted) {
  const { suspects } = JSON.parse(
    run(GLASSHEAP, ['leaks', ...files, '--json']));
  const of = new Map();
  const others = [];
  for (const leak of suspects) {
    const part = (name) =>
      leak.silhouette.find((each) => each.class === name);
    const name = Object.keys(planted).find((each) =>
      planted[each].finder === leak.finder && part(each) && !of.has(each));
    if (!name) {
      others.push(leak.title);
      continue;
    }
    of.set(name, `${count(part(name).count)}, ${size(leak.bytes)}: ${leak.cut}`);
  }
  return { of, others };
}

// ---- memlab ----------------------------------------------------------------

// Its report is for people: paths, each after how many are like it and how
// much they retain. A planted leak is named where a path has its class.
function askMemlab(files, planted, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-memlab-'));
  const [baseline, target, final] = files;
  const text = run(process.execPath, [join(PEERS, 'node_modules/.bin/memlab'),
    'find-leaks', '--baseline', baseline, '--target', target, '--final', final,
    '--work-dir', folder, ...options], { all: true }).replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  rmSync(folder, { recursive: true, force: true });
  const of = new Map();
  const others = [];
  for (const part of text.split(/(?=--Similar leaks in this run: )/).slice(1)) {
    const [, similar] = /in this run: (\d+)/.exec(part);
    const [, retained] = /leaked objects: ([^-]+)--/.exec(part) ?? [];
    const told = `${count(Number(similar))}, ${retained?.trim()}`;
    const names = Object.keys(planted).filter((name) =>
      part.includes(`[${name}]`));
    if (!names.length) others.push(told);
    for (const name of names) if (!of.has(name)) of.set(name, told);
  }
  return { of, others };
}

// ---- Both ------------------------------------------------------------------

function compare(name) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-planted-'));
  run(process.execPath,
    ['--expose-gc', join(ROOT, `bench/leaks/${name}.cjs`), folder]);
  const files = [1, 2, 3].map((i) => join(folder, `${i}.heapsnapshot`));
  const { leaks } = JSON.parse(readFileSync(join(folder, 'planted.json')));
  const answers = [['ours', askOurs(files, leaks)]];
  if (install('memlab')) {
    answers.push(['memlab', askMemlab(files, leaks)],
      ['memlab, all objects',
        askMemlab(files, leaks, '--trace-all-objects')]);
  }
  console.log(`${name}: ${Object.keys(leaks).length} leaks planted`);
  for (const [leak, { count: planted }] of Object.entries(leaks)) {
    console.log(`  ${leak}: ${count(planted)} planted`);
    for (const [who, { of }] of answers) {
      console.log(`    ${who.padEnd(20)} ${of.get(leak) ?? 'not named'}`);
    }
  }
  for (const [who, { of, others }] of answers) {
    console.log(`  ${who}: ${of.size} of ${Object.keys(leaks).length} named, `
      + `${others.length} others`);
  }
  rmSync(folder, { recursive: true });
}

const wanted = process.argv.slice(2);
for (const name of wanted.length ? wanted : ['service', 'page']) compare(name);
