export const visible = new Set();

// Calls back later; nobody keeps the timer, and nobody clears it.
function later(work, ms) {
  setTimeout(work, ms);
}

function show(message, ms) {
  visible.add(message);
  later(() => visible.delete(message), ms);
  return message;
}

export function notify(n) {
  const text = `saved file ${n}`;
  return show({ text, history: new Array(100).fill(n) }, 5_000).text;
}
