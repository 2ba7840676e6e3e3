// Messages that have not been written yet: they are built when somebody
// turns debugging on, and dropped when the buffer is flushed.
const pending = [];
let isDebugging = false;

function debug(message) {
  pending.push(message);
}

export function setDebugging(on) {
  isDebugging = on;
  return flush();
}

export function flush() {
  if (!isDebugging) return [];
  return pending.splice(0).map((message) => message());
}

function decode(n) {
  return new Uint8Array(16_384).fill(n % 256);
}

export function makeThumbnail(n) {
  const pixels = decode(n);
  const average = pixels.reduce((sum, each) => sum + each, 0) / pixels.length;
  debug(() => `thumbnail ${n}: ${pixels.length} pixels, average ${average}`);
  return { id: n, average };
}
