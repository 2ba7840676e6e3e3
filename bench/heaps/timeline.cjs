// An allocation timeline: SIZE objects made while the inspector records where
// each comes from, in the format of DevTools' `.heaptimeline` files.
//
//   node bench/heaps/timeline.cjs SIZE OUT.heaptimeline
'use strict';
const { closeSync, openSync, writeSync } = require('node:fs');
const { Session } = require('node:inspector');

const BATCHES = 4;

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

// What writes the file is traced as well, and V8 counts the functions first: so
// all of them must have run, and often enough to have got all they are given.
function write(method, path, warmth = 0) {
  const file = openSync(path, 'w');
  const take = ({ params }) => writeSync(file, params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  for (let i = 0; i < warmth; i++) {
    session.emit('HeapProfiler.addHeapSnapshotChunk',
      { params: { chunk: 'a piece' } });
  }
  session.post(method, { reportProgress: false }, (error) => {
    if (error) throw error;
  });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  closeSync(file);
}

// In batches: V8 notes the time every 50 milliseconds.
function work(batch) {
  for (let n = 0; n < Number(size) / BATCHES; n++) {
    openAccount(batch * 1e6 + n);
    kept.push(logLine(n));
  }
  if (batch + 1 < BATCHES) {
    setTimeout(work, 120, batch + 1);
    return;
  }
  for (let i = 0; i < 3; i++) {
    write('HeapProfiler.takeHeapSnapshot', '/dev/null', 10_000);
  }
  write('HeapProfiler.stopTrackingHeapObjects', out);
}

work(0);
globalThis.kept = [kept, byNumber];
