let isDebugging = false;

// Builds messages late: only when somebody reads them.
class LateLog {
  #messages = [];
  add(message) {
    this.#messages.push(message);
  }
  take() {
    return this.#messages.splice(0).map((message) => message());
  }
}

const debugLog = new LateLog();

export function setDebugging(on) {
  isDebugging = on;
  return flush();
}

export function flush() {
  return isDebugging ? debugLog.take() : [];
}

function decode(n) {
  return new Uint8Array(16_384).fill(n % 256);
}

function report(n, pixels, average) {
  debugLog.add(() =>
    `thumbnail ${n}: ${pixels.length} pixels, average ${average}`);
}

export function makeThumbnail(n) {
  const pixels = decode(n);
  const average = pixels.reduce((sum, each) => sum + each, 0) / pixels.length;
  report(n, pixels, average);
  return { id: n, average };
}
