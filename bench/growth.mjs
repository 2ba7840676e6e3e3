// The examples of leaks in V8, for what is said of it there:
//
//   node bench/growth.mjs [NAME...]
//
// calls each program of examples/leaks in a Node.js of its own (NODE, or the one
// that runs this), a hundred times a round, with collections in between, and
// prints by how many bytes the heap grows a call: flawed ones by hundreds or
// more, mended and innocent ones by what they are to keep, or next to nothing.
// Those that need a page, or real time to pass, are left out.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const LEAKS = join(dirname(dirname(SELF)), 'examples/leaks');
const NODE = process.env.NODE ?? process.execPath;
const FILES = ['.', 'helper', 'async'].flatMap((folder) =>
  ['flawed.js', 'half.js', 'fixed.js', 'innocent.js']
    .map((file) => join(folder, file)));
const ROUNDS = 6;
const CALLS = 100;
const WAITING = ['timer-on-success', 'timeout-ends'];

const scenarioOf = (name) =>
  JSON.parse(readFileSync(join(LEAKS, name, 'scenario.json'), 'utf8'));

// Jobs, finalisers, and what they leave behind.
async function settle() {
  for (let i = 0; i < 6; i++) {
    await new Promise((resolve) => { setImmediate(resolve); });
    globalThis.gc();
  }
}

// In the child.
async function measure(name, file) {
  const subject = await import(pathToFileURL(join(LEAKS, name, file)));
  const call = subject[scenarioOf(name).action];
  const held = [];
  for (let n = 0; n < ROUNDS * CALLS; n++) {
    await call(n);
    if ((n + 1) % CALLS) continue;
    await settle();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    held.push(heapUsed + arrayBuffers);
  }
  // the first two rounds warm up
  const bytes = (held.at(-1) - held[1]) / ((ROUNDS - 2) * CALLS);
  console.log(`${name.padEnd(24)}${file.padEnd(20)}${Math.round(bytes)}`);
  process.exit();
}

function measureAll(names) {
  for (const name of names) {
    for (const file of FILES) {
      if (!existsSync(join(LEAKS, name, file))) continue;
      spawnSync(NODE, ['--expose-gc', '--no-warnings',
        '--experimental-default-type=module', SELF, '--in', name, file],
      { stdio: 'inherit' });
    }
  }
}

const words = process.argv.slice(2);
if (words[0] === '--in') {
  await measure(words[1], words[2]);
} else {
  const all = readdirSync(LEAKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    .filter((name) => !WAITING.includes(name) && !scenarioOf(name).host);
  console.log('bytes that a call leaves behind in V8');
  measureAll(words.length ? words : all);
}
