import { setTimeout as delay } from 'node:timers/promises';

export const lines = [];

function log(line) {
  lines.push(line);
  if (lines.length > 20) lines.shift();
}

// Every other server is down; those that are not answer after a while.
async function download(feed) {
  await delay(2_500);
  if (feed.id % 2 === 0) throw new Error(`${feed.url}: refused`);
  return { feed, items: new Array(20).fill(feed.id) };
}

export async function importFeed(n) {
  const feed = { id: n, url: `https://feeds.example/${n}.xml` };
  const spinner = setInterval(() => log(`waiting for ${feed.url}`), 1_000);
  try {
    const { items } = await download(feed);
    return items.length;
  } catch (error) {
    log(error.message);
    return 0;
  } finally {
    clearInterval(spinner);
  }
}
