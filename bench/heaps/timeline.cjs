// An allocation timeline: SIZE objects made while the inspector records where
// each comes from, in the format of DevTools' `.heaptimeline` files.
//
//   node bench/heaps/timeline.cjs SIZE OUT.heaptimeline
'use strict';
const { closeSync, openSync, writeSync } = require('node:fs');
const { Session } = require('node:inspector');

class Account {
  constructor(n) {
    this.number = n;
    this.history = [n, { at: n }];
  }
}

const kept = [];
const byNumber = new Map();

function openAccount(n) {
  const account = new Account(n);
  byNumber.set(n, account);
  return account;
}

function logLine(n) {
  return { line: `account ${n} was opened`, tags: ['open', `n${n}`] };
}

const [size, out] = process.argv.slice(2);
const session = new Session();
session.connect();
session.post('HeapProfiler.startTrackingHeapObjects',
  { trackAllocations: true });
for (let n = 0; n < Number(size); n++) {
  openAccount(n);
  kept.push(logLine(n));
}

// What writes the file is traced as well. V8 counts the functions first, so all
// of them must have run before: a first snapshot goes nowhere.
function write(method, path) {
  const file = openSync(path, 'w');
  const take = ({ params }) => writeSync(file, params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  session.post(method, { reportProgress: false }, (error) => {
    if (error) throw error;
  });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  closeSync(file);
}

for (let i = 0; i < 3; i++) write('HeapProfiler.takeHeapSnapshot', '/dev/null');
write('HeapProfiler.stopTrackingHeapObjects', out);
globalThis.kept = [kept, byNumber];
