const leaving = new AbortController();
export const leavePage = () => leaving.abort(new Error('left'));

const index = ['apple', 'apricot', 'avocado', 'banana'];

async function find(text, signal) {
  const found = [];
  for (const word of index) {
    signal.throwIfAborted();
    if (word.includes(text)) found.push(word);
    await null;
  }
  return found;
}

export async function search(n) {
  const cancel = new AbortController();
  const leave = () => cancel.abort(leaving.signal.reason);
  leaving.signal.addEventListener('abort', leave);
  try {
    return (await find('a', cancel.signal)).length;
  } finally {
    leaving.signal.removeEventListener('abort', leave);
  }
}
