const leaving = new AbortController();
export const leavePage = () => leaving.abort(new Error('left'));

const index = ['apple', 'apricot', 'avocado', 'banana'];

// Aborts the task when the page is left, for as long as the task takes.
async function untilLeft(task, work) {
  const leave = () => {
    task.isLate = true;
    task.cancel.abort(leaving.signal.reason);
  };
  leaving.signal.addEventListener('abort', leave);
  try {
    return await work(task.cancel.signal);
  } finally {
    leaving.signal.removeEventListener('abort', leave);
  }
}

function* matches(text, signal) {
  for (const word of index) {
    signal.throwIfAborted();
    if (word.includes(text)) yield word;
  }
}

export async function search(n) {
  const task = { id: n, cancel: new AbortController(), isLate: false };
  return untilLeft(task, async (signal) => {
    let count = 0;
    for (const word of matches('a', signal)) {
      await null;
      count += word.length > 0 ? 1 : 0;
    }
    return count;
  });
}
