// A server that is asked for its heap from outside, by a signal, as in
// production: node --heapsnapshot-signal.
//
//   node bench/heaps/signal.cjs SIZE OUT.heapsnapshot
'use strict';
const { spawn } = require('node:child_process');
const { copyFileSync, mkdtempSync, readdirSync, rmSync } =
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
    .listen(0, () => console.log('ready'));
  process.on('SIGTERM', () => process.exit());`;

const folder = mkdtempSync(join(tmpdir(), 'glassheap-signal-'));
const child = spawn(process.execPath,
  ['--heapsnapshot-signal=SIGUSR2', '-e', SERVER],
  { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });

child.stdout.once('data', () => {
  child.kill('SIGUSR2');
  // its listener for this one runs when the file has been written
  child.kill('SIGTERM');
});
child.once('exit', () => {
  const [name] = readdirSync(folder);
  copyFileSync(join(folder, name), out);
  rmSync(folder, { recursive: true });
});
