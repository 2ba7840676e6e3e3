export const lines = [];

function log(line) {
  lines.push(line);
  if (lines.length > 20) lines.shift();
}

// Says what is waited for, every second.
class Spinner {
  constructor(feed) {
    this.timer =
      setInterval(() => log(`waiting for ${feed.url}`), 1_000);
  }
  stop(value) {
    clearInterval(this.timer);
    return value;
  }
}

// Every other server is down; those that are not answer after a while.
function download(feed) {
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      if (feed.id % 2 === 0) reject(new Error(`${feed.url}: refused`));
      else resolve({ feed, items: new Array(20).fill(feed.id) });
    }, 2_500);
  });
}

function failed(error) {
  log(error.message);
  return 0;
}

export function importFeed(n) {
  const feed = { id: n, url: `https://feeds.example/${n}.xml` };
  const spinner = new Spinner(feed);
  return download(feed)
    .then(({ items }) => spinner.stop(items.length), failed);
}
