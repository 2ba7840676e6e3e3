import { AsyncLocalStorage } from 'node:async_hooks';

const context = new AsyncLocalStorage();

async function fetchRate(key) {
  await null; // the bank answers
  return { rate: 1 + key.length / 100 };
}

// Keeps the promise of the newest keys, so that nobody asks twice. It is asked
// for by nobody in particular: the context of a request ends with it.
class Once {
  #promises = new Map();
  constructor(load, most) {
    this.load = load;
    this.most = most;
  }
  get(key) {
    const known = this.#promises.get(key);
    if (known) return known;
    const promise = context.exit(() => this.load(key));
    this.#promises.set(key, promise);
    if (this.#promises.size > this.most) {
      this.#promises.delete(this.#promises.keys().next().value);
    }
    return promise;
  }
}

const rates = new Once(fetchRate, 4); // hours that somebody still asks for

export function handleRequest(n) {
  const request = { path: `/price/${n}`, headers: new Array(40).fill('x') };
  return context.run(request, async () => {
    const { rate } = await rates.get(`EUR ${100 + n}`);
    return Number((10 * rate).toFixed(2));
  });
}
