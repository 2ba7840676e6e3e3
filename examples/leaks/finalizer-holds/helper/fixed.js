export const dropped = [];

function complain({ name }) {
  dropped.push(`${name} was never closed`);
  if (dropped.length > 5) dropped.shift();
}

const registry = new FinalizationRegistry(complain);

// Tells the log when the handle goes without having been closed: the note has
// its name, and must not reach it.
function watchOver(handle) {
  const note = { name: handle.name };
  registry.register(handle, note, handle.token);
  return handle;
}

class FileHandle {
  isClosed = false;
  constructor(name) {
    this.name = name;
    this.buffer = new Array(64).fill(0);
    this.token = { name };
  }
  read() {
    return this.buffer.length;
  }
  close() {
    this.isClosed = true;
    registry.unregister(this.token);
  }
}

export function readDocument(n) {
  const handle = watchOver(new FileHandle(`document-${n}.txt`));
  const length = handle.read();
  if (n % 2) handle.close(); // the even ones are forgotten
  return length;
}
