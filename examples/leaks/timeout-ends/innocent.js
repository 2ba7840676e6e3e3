export const visible = new Set();

export function notify(n) {
  const message = { text: `saved file ${n}`, history: new Array(100).fill(n) };
  visible.add(message);
  // nobody keeps the timer, and nobody clears it
  setTimeout(() => visible.delete(message), 5_000);
  return message.text;
}
