// node:readline - a stream of text, line by line. There is no terminal, so
// nothing is edited: what is asked is written, and the next line is the answer.
'use strict';
const EventEmitter = require('events');
const { process } = require('internal/binding');

class Interface extends EventEmitter {
  #input;
  #output;
  #rest = '';
  #wasReturn = false; // a \n that comes next belongs to the line before
  #answers = [];
  #waiting = []; // lines that came while it was paused
  #isPaused = false;
  #prompt;

  constructor({ input, output, prompt = '> ' }) {
    super();
    this.#input = input;
    this.#output = output;
    this.#prompt = prompt;
    this.terminal = false;
    this.closed = false;
    input.setEncoding?.('utf8');
    input.on('data', (text) => this.#take(String(text)));
    input.on('end', () => {
      if (this.#rest !== '') this.#tell(this.#rest);
      this.#rest = '';
      this.close();
    });
  }

  #take(text) {
    if (this.#wasReturn && text[0] === '\n') text = text.slice(1);
    this.#wasReturn = text.at(-1) === '\r';
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    for (const line of lines) this.#tell(line);
  }

  #tell(line) {
    if (this.closed) return;
    if (this.#isPaused) this.#waiting.push(line);
    else if (this.#answers.length) this.#answers.shift()(line);
    else this.emit('line', line);
  }

  question(query, options, callback = options) {
    if (this.closed) throw new Error('readline was closed');
    this.#output?.write(query);
    this.#answers.push(callback);
    this.resume();
  }

  pause() {
    if (this.#isPaused) return this;
    this.#isPaused = true;
    this.#input.pause?.();
    this.emit('pause');
    return this;
  }

  resume() {
    if (!this.#isPaused) return this;
    this.#isPaused = false;
    this.emit('resume');
    for (const line of this.#waiting.splice(0)) this.#tell(line);
    this.#input.resume?.();
    return this;
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.#input.pause?.();
    this.emit('close');
  }

  setPrompt(prompt) { this.#prompt = prompt; }

  getPrompt() { return this.#prompt; }

  prompt() { this.#output?.write(this.#prompt); }

  write(text) { if (!this.closed) this.#input.emit('data', String(text)); }

  // Lines that came before anybody listened are lost, as in Node.
  [Symbol.asyncIterator]() {
    const lines = [];
    const readers = [];
    let isOver = this.closed;
    const answer = () => {
      while (readers.length && (lines.length || isOver)) {
        readers.shift()(lines.length ? { value: lines.shift(), done: false }
          : { value: undefined, done: true });
      }
    };
    this.on('line', (line) => {
      lines.push(line);
      answer();
    });
    this.on('close', () => {
      isOver = true;
      answer();
    });
    return {
      next: () => new Promise((resolve) => {
        readers.push(resolve);
        answer();
      }),
      return: async () => {
        this.close();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() { return this; },
    };
  }
}

// The old form: createInterface(input, output).
const optionsOf = (input, output) =>
  input && typeof input.on === 'function' ? { input, output } : input;

class PromisesInterface extends Interface {
  question(query, options) {
    return new Promise((resolve) => super.question(query, options, resolve));
  }
}

function nothingToMove(stream, ...rest) {
  const done = rest.at(-1);
  if (typeof done === 'function') process.nextTick(done);
  return true;
}

module.exports = {
  Interface,
  createInterface: (...given) => new Interface(optionsOf(...given)),
  clearLine: nothingToMove, clearScreenDown: nothingToMove,
  cursorTo: nothingToMove, moveCursor: nothingToMove,
  promises: {
    Interface: PromisesInterface,
    createInterface: (...given) => new PromisesInterface(optionsOf(...given)),
  },
};
