// A Node service that leaks in known ways among ordinary growth.
//
//   node --expose-gc bench/leaks/service.cjs FOLDER
//
// writes FOLDER/1.heapsnapshot to 3.heapsnapshot, one before the first round of
// work and one after each of two, and FOLDER/planted.json: what was planted,
// with the number of objects that a finder must report between the first
// snapshot and the last. `bystanders` lists what grows as well and is no leak.
'use strict';
const { EventEmitter } = require('node:events');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const v8 = require('node:v8');

const ROUNDS = 2;
const random = (() => {
  let state = 12345;
  return () => (state = (state * 1103515245 + 12345) % 2147483648);
})();

// ---- The leaks -------------------------------------------------------------

class Session {
  constructor(n) {
    this.key = `session-${n}`;
    this.history = Array.from({ length: 20 }, random);
  }
}
class Request {
  constructor(n) {
    this.url = `/items/${n}`;
    this.headers = [random(), random(), random(), random()];
  }
}
class Revision {
  constructor(n) {
    this.text = `revision ${n}`;
    this.marks = [random(), random()];
  }
}
class Document {
  constructor(n) {
    this.body = Array.from({ length: 40 }, () => n + random());
  }
}
class Job {
  constructor(n) {
    this.input = [n, random(), random()];
  }
}
class Device {
  constructor(n) {
    this.address = `10.0.0.${n}`;
    this.samples = Array.from({ length: 16 }, random);
  }
}
class Ticket {
  constructor(n) {
    this.number = n;
    this.notes = Array.from({ length: 12 }, random);
  }
}

const sessions = new Map();
const hub = new EventEmitter();
hub.setMaxListeners(0);
let undo = null;
let latest = null;
const never = new Promise(() => {});
const timers = { count: 0 };
const ticketsByNumber = new Map();
const openTickets = new Set();
const profiles = {};
const excerpts = [];
const frames = [];
const labels = [];

function listen(request) {
  hub.on('update', function onUpdate() {
    return request.url;
  });
}

// Each step remembers the one before it.
function remember(revision) {
  const previous = undo;
  undo = function step() {
    return previous ? [revision, previous] : [revision];
  };
}

// Two closures share one environment: `unused` needs `original`, `describe`
// lives, and so does every `original` before it.
function replace(document) {
  const original = latest;
  function unused() {
    return original;
  }
  latest = {
    document,
    describe: function describe() {
      return unused.name;
    },
  };
}

async function handle(job) {
  await never;
  return job.input;
}

function watch(device) {
  timers.count++;
  setInterval(() => device.samples.length, 3_600_000).unref();
}

// The class that a finder counts, how many each round, and which finder.
function work(name, count, finder, plant) {
  return { name, count, finder, plant };
}

const LEAKS = [
  work('Session', 2000, 'collection',
    (n) => sessions.set(`key:${n}`, new Session(n))),
  work('Request', 1500, 'emitters', (n) => listen(new Request(n))),
  work('Revision', 1000, 'chain', (n) => remember(new Revision(n))),
  work('Document', 500, 'chain', (n) => replace(new Document(n))),
  work('Job', 1200, 'promises', (n) => void handle(new Job(n))),
  work('Device', 800, 'timers', (n) => watch(new Device(n))),
  work('Ticket', 900, 'collection', (n) => {
    const ticket = new Ticket(n);
    ticketsByNumber.set(n, ticket);
    openTickets.add(ticket);
  }),
  // numbers are no objects: the class is named by what else there is
  work('{likes}', 1000, 'collection', (n) => {
    profiles[`user:${n}`] = { profileOf: n, likes: [random(), random()] };
  }),
  work('(sliced string)', 300, 'slices', (n) => {
    const page = `page ${n} `.repeat(80) + String(random());
    excerpts.push(page.slice(3, 40));
  }),
  work('Uint8Array', 200, 'buffers',
    () => frames.push(new Uint8Array(2048))),
  work('(string)', 3000, 'duplicates',
    (n) => labels.push(['status', n % 7, 'is fine'].join(' '))),
];

// ---- Ordinary growth -------------------------------------------------------

class Row {
  constructor(n) {
    this.cells = [n, random(), random(), random()];
  }
}
class Word {
  constructor(n) {
    this.forms = [`${n}-s`, `${n}-ed`];
  }
}

const recent = new Map(); // the last 1,000 rows
let dictionary = null; // filled once
const compiled = [];

function serveOrdinary(n) {
  recent.set(n, new Row(n));
  if (recent.size > 1000) recent.delete(recent.keys().next().value);
}

function warmUp() {
  dictionary ??= Array.from({ length: 3000 }, (_, n) => new Word(n));
  for (let i = 0; i < 40; i++) {
    const f = new Function('a', `let sum = ${i}; for (const x of a) sum += x;
      return sum;`);
    for (let k = 0; k < 20; k++) f([1, 2, 3]);
    compiled[i] = f;
  }
}

// ---- The run ---------------------------------------------------------------

let serial = 0;

function serveRound() {
  for (let i = 0; i < 3000; i++) serveOrdinary(serial + i);
  for (const { count, plant } of LEAKS)
    for (let i = 0; i < count; i++) plant(serial + i);
  serial += 10_000;
}

async function snapshot(folder, number) {
  await new Promise((done) => setTimeout(done, 10));
  global.gc();
  v8.writeHeapSnapshot(join(folder, `${number}.heapsnapshot`));
}

async function main(folder) {
  mkdirSync(folder, { recursive: true });
  // each kind of object exists before the first snapshot
  for (let i = 0; i < 1500; i++) serveOrdinary(-1 - i);
  for (const { plant } of LEAKS) for (let i = 0; i < 3; i++) plant(-10 + i);
  await snapshot(folder, 1);
  for (let round = 0; round < ROUNDS; round++) {
    warmUp();
    serveRound();
    await snapshot(folder, round + 2);
  }
  writeFileSync(join(folder, 'planted.json'), JSON.stringify({
    leaks: Object.fromEntries(
      LEAKS.map(({ name, count, finder }) =>
        [name, { count: count * ROUNDS, finder }])),
    bystanders: ['Row', 'Word'],
  }));
}

main(process.argv[2]);
