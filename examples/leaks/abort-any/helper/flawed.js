const leaving = new AbortController();
export const leavePage = () => leaving.abort(new Error('left'));

const index = ['apple', 'apricot', 'avocado', 'banana'];

// Aborted with the page or by the button, whichever comes first.
function signalOf(task) {
  const signal = AbortSignal.any([leaving.signal, task.cancel.signal]);
  signal.addEventListener('abort', () => { task.isLate = true; });
  return signal;
}

function* matches(text, signal) {
  for (const word of index) {
    signal.throwIfAborted();
    if (word.includes(text)) yield word;
  }
}

export async function search(n) {
  const task = { id: n, cancel: new AbortController(), isLate: false };
  let count = 0;
  for (const word of matches('a', signalOf(task))) {
    await null;
    count += word.length > 0 ? 1 : 0;
  }
  return count;
}
