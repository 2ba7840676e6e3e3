// A client of the protocol over standard input and output: what the tests ask
// the engine with.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const PROGRAM = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');

/** A watched run of a file; close() ends it. */
export class Watched {
  #process;
  #waiting = new Map();
  #next = 1;
  #closed = null;

  constructor(file, args = []) {
    this.#process = spawn(PROGRAM, ['watch', '--stdio', join(ROOT, file),
      ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.stderr = '';
    this.#process.stderr.on('data', (text) => { this.stderr += text; });
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      const waiting = this.#waiting.get(message.id);
      if (!waiting) return;
      this.#waiting.delete(message.id);
      if (message.error) waiting.reject(new Error(message.error.message));
      else waiting.resolve(message.result);
    });
    this.#process.on('exit', () => {
      this.#closed = new Error(`the program ended: ${this.stderr}`);
      for (const { reject } of this.#waiting.values()) reject(this.#closed);
    });
  }

  ask(method, params = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  /** Goes to the hit-th time that a statement on `line` begins. */
  line(line, hit = 1) {
    return this.ask('Time.line', { line, hit });
  }

  end() {
    return this.ask('Time.seek', { moment: 'end' });
  }

  async frames() {
    return (await this.ask('Stack.describe')).frames;
  }

  /** The variable of that name in a frame (0 is the innermost). */
  async variable(name, frame = 0) {
    const frames = await this.frames();
    return frames[frame].variables.find((v) => v.name === name);
  }

  /** Everything about the cell that a variable refers to. */
  async object(name, frame = 0) {
    const variable = await this.variable(name, frame);
    return this.cell(variable.value.address);
  }

  cell(address) {
    return this.ask('Heap.object', { address });
  }

  /** The Shapes from the root of an object's Shape down to it. */
  async chain(address) {
    const { shapes } = await this.ask('Shapes.describe', { around: address });
    const cell = await this.cell(address);
    const chain = [];
    let at = shapes.find((shape) => shape.address === cell.shape.address);
    while (at) {
      chain.unshift(at);
      at = shapes.find((shape) => shape.address === at.parent);
    }
    return chain;
  }

  async code(frame = 0) {
    return this.ask('Code.describe', { frame });
  }

  close() {
    this.#process.stdin.end();
    this.#process.kill();
  }
}

/** Runs a test with a watched file, and closes it whatever happens. */
export async function watching(file, body) {
  const watched = new Watched(file);
  try {
    await body(watched);
  } finally {
    watched.close();
  }
}

/** A property of a described cell. */
export function property(cell, key) {
  return cell.properties.find((p) => p.key === key);
}
