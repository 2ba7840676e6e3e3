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
  const signal = AbortSignal.any([cancel.signal, leaving.signal]);
  signal.addEventListener('abort', () => { cancel.isLate = true; });
  return (await find('a'.repeat(1 + (n % 1)), signal)).length;
}
