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
  const leave = () => cancel.abort(leaving.signal.reason);
  leaving.signal.addEventListener('abort', leave);
  const found = [];
  try {
    for await (const word of find('a', cancel.signal)) found.push(word);
    return found.length;
  } finally {
    leaving.signal.removeEventListener('abort', leave);
  }
}
