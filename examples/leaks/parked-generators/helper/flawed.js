// Who is searching: for the count, and for the client, who comes back with the
// number of its search.
class Searches {
  running = new Set();
  #cursors = new Map();

  begin(id, cursor) {
    this.running.add(cursor);
    this.#cursors.set(id, cursor);
  }

  next(id) {
    const cursor = this.#cursors.get(id);
    const { value, done } = cursor.next();
    if (done) this.running.delete(cursor);
    return value;
  }

  end(id) {
    this.#cursors.delete(id);
  }
}

const searches = new Searches();

function* pages(query) {
  const matches = new Array(40).fill(query);
  for (let at = 0; at < matches.length; at += 10) {
    yield matches.slice(at, at + 10);
  }
}

export const countRunning = () => searches.running.size;

export function search(n) {
  const id = `search-${n}`;
  searches.begin(id, pages(`query ${n}`));
  const first = searches.next(id);
  searches.end(id); // most people find it on the first page
  return first.length;
}
