// A cache that forgets what was used least recently: a doubly linked list
// beside a Map. The keys are strings: with numbers the program measures
// nothing but how badly one peer hashes them.
class Cache {
  constructor(capacity) {
    this.capacity = capacity;
    this.entries = new Map();
    this.ring = { key: -1, value: null, before: null, after: null };
    this.ring.before = this.ring.after = this.ring;
    this.hits = 0;
    this.misses = 0;
  }
  get(key) {
    const entry = this.entries.get(key);
    if (entry === undefined) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    this.unlink(entry);
    this.linkFirst(entry);
    return entry.value;
  }
  set(key, value) {
    if (this.entries.size >= this.capacity) {
      const last = this.ring.before;
      this.unlink(last);
      this.entries.delete(last.key);
    }
    const entry = { key, value, before: null, after: null };
    this.entries.set(key, entry);
    this.linkFirst(entry);
  }
  unlink(entry) {
    entry.before.after = entry.after;
    entry.after.before = entry.before;
  }
  linkFirst(entry) {
    const { ring } = this;
    entry.after = ring.after;
    entry.before = ring;
    ring.after.before = entry;
    ring.after = entry;
  }
}

const names = [];
for (let i = 0; i < 5000; i++) names.push('page ' + i);
const cache = new Cache(1000);
let state = 1;
let sum = 0;
for (let i = 0; i < 450000; i++) {
  state = (state * 48271) % 2147483647;
  const number = state % 3 === 0 ? state % 5000 : state % 700;
  const key = names[number];
  const value = cache.get(key);
  if (value === undefined) cache.set(key, number * 2);
  else sum = (sum + value) % 1000003;
}
console.log(cache.hits, cache.misses, sum);
