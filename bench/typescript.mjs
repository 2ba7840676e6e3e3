// How long the TypeScript compiler takes to start, beside the peers:
//
//   node bench/typescript.mjs [--runs N]
//
// The compiler's own file (9 MB of JavaScript) is loaded, and one line is
// compiled with it, N times (5) in every engine by turns (engines.mjs). Printed
// are user times, medians, and how many times ours that is. The package is that
// of bench/real.
import { spawnSync } from 'node:child_process';
import {
  existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OURS, ROOT, findEngines, median } from './engines.mjs';

const COMPILER = join(ROOT,
  'bench/real/node_modules/typescript/lib/typescript.js');
const MEASURE = join(ROOT, 'build/measure');
// What a file of CommonJS finds; qjs knows nothing of it.
const BEFORE = `(function (module, exports, require) {
`;
const AFTER = `
console.log(module.exports.transpile('let x: number = 1').trim());
}).apply(this, (function (module) {
  return [module, module.exports, undefined];
})({ exports: {} }));
`;

function fail(message) {
  console.error(`bench/typescript.mjs: ${message}`);
  process.exit(2);
}

// User seconds of one run, or NaN.
function secondsOf(engine, file, folder) {
  const result = join(folder, 'result');
  const { stdout } = spawnSync('sh', ['-c', 'exec "$@" 3> "$RESULT"', 'sh',
    MEASURE, ...engine.command, file],
  { encoding: 'utf8', env: { ...process.env, RESULT: result } });
  if (!/x = 1;/.test(stdout)) return NaN;
  return Number(readFileSync(result, 'utf8').trim().split(/\s+/)[0]) / 1e6;
}

const runs = process.argv[2] === '--runs' ? Number(process.argv[3]) : 5;
if (!(runs >= 1)) fail('--runs wants a number');
if (!existsSync(MEASURE)) fail('build/measure is missing: run `make`');
if (!existsSync(COMPILER)) fail('the package is missing: run `make programs`');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-typescript-'));
const file = join(folder, 'compiler.js');
writeFileSync(file, BEFORE + readFileSync(COMPILER, 'utf8') + AFTER);
const engines = findEngines();
const times = engines.map(() => []);
for (let run = 0; run < runs; run++) {
  engines.forEach((engine, i) => times[i].push(secondsOf(engine, file, folder)));
}
rmSync(folder, { recursive: true });
const medians = times.map(median);
const ours = medians[engines.findIndex(({ name }) => name === OURS)];
engines.forEach(({ name }, i) => {
  console.log(`${name.padEnd(10)} ${medians[i].toFixed(3)} s  ` +
    `${(medians[i] / ours).toFixed(2)}`);
});
