import { AsyncLocalStorage } from 'node:async_hooks';

const context = new AsyncLocalStorage();
const rates = new Map();
const KEEP = 1_000;

async function fetchRate(key) {
  const request = context.getStore();
  await null; // the bank answers
  return {
    rate: 1 + key.length / 100,
    // for the log: who has asked first?
    log: () => `${key} for ${request.path}`,
  };
}

function rateOf(currency, hour) {
  const key = `${currency} ${hour}`;
  if (!rates.has(key)) rates.set(key, fetchRate(key));
  if (rates.size > KEEP) rates.delete(rates.keys().next().value);
  return rates.get(key);
}

export function handleRequest(n) {
  const request = { path: `/price/${n}`, headers: new Array(40).fill('x') };
  return context.run(request, async () => {
    const { rate } = await rateOf('EUR', 100 + n);
    return Number((10 * rate).toFixed(2));
  });
}
