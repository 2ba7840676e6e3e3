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
    const { value, done } = this.#cursors.get(id).next();
    if (done) this.end(id);
    return value;
  }

  end(id) {
    const cursor = this.#cursors.get(id);
    this.#cursors.delete(id);
    this.running.delete(cursor);
    cursor?.return(); // whatever the generator holds is let go
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
