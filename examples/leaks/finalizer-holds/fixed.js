export const dropped = [];

const registry = new FinalizationRegistry(({ name }) => {
  dropped.push(`${name} was never closed`);
  if (dropped.length > 5) dropped.shift();
});

class FileHandle {
  isClosed = false;
  constructor(name) {
    this.name = name;
    this.buffer = new Array(64).fill(0);
    this.token = { name };
    registry.register(this, { name }, this.token);
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
  const handle = new FileHandle(`document-${n}.txt`);
  const length = handle.read();
  if (n % 2) handle.close(); // the even ones are forgotten
  return length;
}
