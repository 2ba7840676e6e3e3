const leaving = new AbortController();
export const leavePage = () => leaving.abort(new Error('left'));

const index = ['apple', 'apricot', 'avocado', 'banana'];

// A result at a time, as they are found.
async function* find(text, signal) {
  for (const word of index) {
    await null; // the index is on another machine
    signal.throwIfAborted();
    if (word.includes(text)) yield word;
  }
}

export async function search(n) {
  const cancel = new AbortController();
  const signal = AbortSignal.any([cancel.signal, leaving.signal]);
  signal.addEventListener('abort', () => { cancel.isLate = true; });
  const found = [];
  for await (const word of find('a', signal)) found.push(word);
  return found.length;
}
