// Messages that have not been written yet. Nobody builds one that nobody will
// read, and what is kept are texts.
const pending = [];
let isDebugging = false;

function debug(message) {
  if (isDebugging) pending.push(message());
}

export function setDebugging(on) {
  isDebugging = on;
  return flush();
}

export function flush() {
  return pending.splice(0);
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
