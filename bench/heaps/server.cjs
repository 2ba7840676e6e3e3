// What a small server holds after SIZE requests: sessions in a cache, closures
// as listeners of emitters, a WeakMap, timers, buffers, pending promises, and
// classes with private state.
//
//   node bench/heaps/server.cjs SIZE OUT.heapsnapshot
'use strict';
const { EventEmitter } = require('node:events');
const v8 = require('node:v8');

class Session {
  #secret = Math.random();

  constructor(n) {
    this.id = n;
    this.user = { name: `user ${n}`, roles: ['reader', 'writer'], at: new Date(n) };
    this.buffer = new Uint8Array(64);
    this.log = `${'request '.repeat(4)}${n}`.slice(3);
  }

  check(value) {
    return this.#secret === value;
  }
}

class Server extends EventEmitter {
  constructor() {
    super();
    this.setMaxListeners(0);
    this.cache = new Map();
    this.byUser = new WeakMap();
    this.recent = new Set();
    this.settings = Object.create(null);
    this.pending = [];
  }

  take(n) {
    const session = new Session(n);
    this.cache.set(`session:${n}`, session);
    this.byUser.set(session.user, { visits: n, pages: [n, n + 1, `page ${n}`] });
    if (n % 10 === 0) this.on('tick', () => session.id);
    if (n % 25 === 0) this.settings[`feature-${n}`] = { enabled: n % 2 === 0 };
    if (n % 50 === 0) this.pending.push(new Promise(() => {}).then(() => session));
    if (n % 100 === 0) setInterval(() => session.check(n), 1e6).unref();
    this.recent.add(session.user);
    if (this.recent.size > 100) {
      this.recent.delete(this.recent.values().next().value);
    }
  }
}

const [size, out] = process.argv.slice(2);
const server = new Server();
globalThis.server = server;
for (let n = 0; n < Number(size); n++) server.take(n);
v8.writeHeapSnapshot(out);
