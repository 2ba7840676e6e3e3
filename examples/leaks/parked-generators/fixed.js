const running = new Set();
const cursors = new Map();

function* pages(query) {
  const matches = new Array(40).fill(query);
  for (let at = 0; at < matches.length; at += 10) {
    yield matches.slice(at, at + 10);
  }
}

export const countRunning = () => running.size;

export function open(id, query) {
  const cursor = pages(query);
  running.add(cursor);
  cursors.set(id, cursor);
  return cursor;
}

export function next(id) {
  const { value, done } = cursors.get(id).next();
  if (done) close(id);
  return value;
}

export function close(id) {
  const cursor = cursors.get(id);
  cursors.delete(id);
  running.delete(cursor);
  cursor?.return(); // whatever the generator holds is let go
}

export function search(n) {
  const id = `search-${n}`;
  open(id, `query ${n}`);
  const first = next(id);
  close(id); // most people find it on the first page
  return first.length;
}
