const running = new Set();
const cursors = new Map();

// A page is found when it is asked for, so that nothing large has to wait.
function* pages(query) {
  try {
    for (let at = 0; at < 40; at += 10) {
      yield new Array(10).fill(query);
    }
  } finally {
    // runs at the end only, or when the generator is told to return
    for (const cursor of running) if (cursor.query === query) running.delete(cursor);
  }
}

export const countRunning = () => running.size;

export function open(id, query) {
  const cursor = pages(query);
  cursor.query = query;
  running.add(cursor);
  return cursor;
}

export function next(id) {
  return cursors.get(id).next().value;
}

export function close(id) {
  cursors.delete(id);
}

export function search(n) {
  const id = `search-${n}`;
  cursors.set(id, open(id, `query ${n}`));
  const first = next(id);
  close(id); // most people find it on the first page
  return first.length;
}
