// A server that is asked for its heap from outside, by a signal, as in
// production: node --heapsnapshot-signal.
//
//   node bench/heaps/signal.cjs SIZE OUT.heapsnapshot
'use strict';
const { spawn } = require('node:child_process');
const { mkdtempSync, readdirSync, renameSync, copyFileSync, rmSync } =
  require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const [size, out] = process.argv.slice(2);

// In the child: requests that wait, and a server that listens.
const SERVER = `
  const { createServer } = require('node:http');
  const sessions = new Map();
  for (let n = 0; n < ${Number(size)}; n++) {
    sessions.set('session ' + n, { n, user: { name: 'user ' + n },
      reply: () => sessions.size + n });
  }
  createServer((request, response) => response.end(String(sessions.size)))
    .listen(0, () => console.log('ready'));`;

const folder = mkdtempSync(join(tmpdir(), 'glassheap-signal-'));
const child = spawn(process.execPath,
  ['--heapsnapshot-signal=SIGUSR2', '-e', SERVER],
  { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });

function isWhole() {
  const [name] = readdirSync(folder);
  return name && child.exitCode === null && name;
}

child.stdout.once('data', () => {
  child.kill('SIGUSR2');
  // a second signal is only taken when the file is written
  const timer = setInterval(() => {
    const name = isWhole();
    if (!name) return;
    clearInterval(timer);
    child.once('exit', () => {
      const from = join(folder, name);
      try {
        renameSync(from, out);
      } catch {
        copyFileSync(from, out);
      }
      rmSync(folder, { recursive: true });
    });
    // it dies between two turns of its event loop
    child.kill('SIGTERM');
  }, 50);
});
