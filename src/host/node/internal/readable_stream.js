// ReadableStream with its default reader and controller (Streams Standard,
// "Readable streams"), in the standard's own steps. Byte streams, writable and
// transform streams, and so pipeTo and pipeThrough, are not there.
'use strict';
const errors = require('internal/errors');

const SECRET = Symbol('made by a stream');

const codedType = (code, message) => errors.coded(TypeError, code, message);
const invalidState = (message) =>
  codedType('ERR_INVALID_STATE', `Invalid state: ${message}`);

// A promise with its two functions; that nobody looks at it is no error.
function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => {});
  return made;
}

function methodOf(source, name) {
  const method = source?.[name];
  if (method === undefined) return undefined;
  if (typeof method !== 'function') {
    throw errors.invalidType(`source.${name}`, ['function'], method);
  }
  return method.bind(source);
}

// ---- Controller ---------------------------------------------------------------

class ReadableStreamDefaultController {
  #stream;
  #queue = []; // {chunk, size}
  #size = 0;
  #most;
  #sizeOf;
  #pull;
  #cancel;
  #isStarted = false;
  #isPulling = false;
  #pullsAgain = false;
  #closes = false; // close was called while something waits

  constructor(secret, stream, source, { highWaterMark = 1, size } = {}) {
    if (secret !== SECRET) throw codedType('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    const most = Number(highWaterMark);
    if (Number.isNaN(most) || most < 0) {
      throw errors.coded(RangeError, 'ERR_INVALID_ARG_VALUE',
        `The property 'strategy.highWaterMark' is invalid. Received ${highWaterMark}`);
    }
    this.#stream = stream;
    this.#most = most;
    this.#sizeOf = size;
    this.#pull = methodOf(source, 'pull');
    this.#cancel = methodOf(source, 'cancel');
    const start = methodOf(source, 'start');
    stream._state.controller = this;
    Promise.resolve(start?.(this)).then(() => {
      this.#isStarted = true;
      this.#pullIfNeeded();
    }, (error) => this._fail(error));
  }

  get desiredSize() {
    const { state } = this.#stream._state;
    if (state === 'errored') return null;
    return state === 'closed' ? 0 : this.#most - this.#size;
  }

  get #isOpen() { return !this.#closes && this.#stream._state.state === 'readable'; }

  enqueue(chunk) {
    if (!this.#isOpen) throw invalidState('Controller is already closed');
    const { reads } = this.#stream._state;
    if (reads.length) {
      reads.shift().resolve({ value: chunk, done: false });
    } else {
      let size;
      try {
        size = this.#sizeOf === undefined ? 1 : Number((0, this.#sizeOf)(chunk));
        if (!(size >= 0 && size < Infinity)) {
          throw errors.coded(RangeError, 'ERR_INVALID_ARG_VALUE',
            `The argument 'size' is invalid. Received ${size}`);
        }
      } catch (error) {
        this._fail(error);
        throw error;
      }
      this.#queue.push({ chunk, size });
      this.#size += size;
    }
    this.#pullIfNeeded();
  }

  close() {
    if (!this.#isOpen) throw invalidState('Controller is already closed');
    this.#closes = true;
    if (this.#queue.length === 0) this.#end();
  }

  error(reason) { this._fail(reason); }

  #end() {
    this.#forget();
    this.#stream._close();
  }

  #forget() { this.#pull = this.#cancel = this.#sizeOf = undefined; }

  _fail(reason) {
    if (this.#stream._state.state !== 'readable') return;
    this.#queue = [];
    this.#size = 0;
    this.#forget();
    this.#stream._error(reason);
  }

  // What is next goes to a reader that asks.
  _read(request) {
    if (this.#queue.length === 0) {
      this.#stream._state.reads.push(request);
      this.#pullIfNeeded();
      return;
    }
    const { chunk, size } = this.#queue.shift();
    this.#size = this.#queue.length ? this.#size - size : 0;
    if (this.#closes && this.#queue.length === 0) this.#end();
    else this.#pullIfNeeded();
    request.resolve({ value: chunk, done: false });
  }

  async _cancel(reason) {
    this.#queue = [];
    this.#size = 0;
    const cancel = this.#cancel;
    this.#forget();
    await cancel?.(reason);
  }

  #pullIfNeeded() {
    const { reads } = this.#stream._state;
    if (!this.#isOpen || !this.#isStarted || !(reads.length || this.desiredSize > 0)) {
      return;
    }
    if (this.#isPulling) {
      this.#pullsAgain = true;
      return;
    }
    this.#isPulling = true;
    const pull = this.#pull;
    new Promise((resolve) => { resolve(pull?.(this)); }).then(() => {
      this.#isPulling = false;
      if (!this.#pullsAgain) return;
      this.#pullsAgain = false;
      this.#pullIfNeeded();
    }, (error) => this._fail(error));
  }

  get [Symbol.toStringTag]() { return 'ReadableStreamDefaultController'; }
}

// ---- Reader -------------------------------------------------------------------

class ReadableStreamDefaultReader {
  #stream;
  #closed = deferred();

  constructor(stream) {
    if (!(stream instanceof ReadableStream)) {
      throw errors.invalidType('stream', ['ReadableStream'], stream);
    }
    if (stream.locked) throw invalidState('ReadableStream is locked');
    this.#stream = stream;
    const { state, error } = stream._state;
    stream._state.reader = this;
    if (state === 'closed') this.#closed.resolve();
    if (state === 'errored') this.#closed.reject(error);
  }

  get closed() { return this.#closed.promise; }

  _settle(isError, reason) {
    if (isError) this.#closed.reject(reason);
    else this.#closed.resolve();
  }

  read() {
    if (!this.#stream) {
      return Promise.reject(invalidState('The reader is not attached to a stream'));
    }
    return this.#stream._read();
  }

  async cancel(reason) {
    if (!this.#stream) throw invalidState('The reader is not attached to a stream');
    return this.#stream._cancel(reason);
  }

  releaseLock() {
    if (!this.#stream) return;
    const released = codedType('ERR_INVALID_STATE', 'Invalid state: Releasing reader');
    const { state, reads } = this.#stream._state;
    if (state !== 'readable') this.#closed = deferred();
    this.#closed.reject(released);
    this.#stream._state.reader = undefined;
    this.#stream = undefined;
    for (const request of reads.splice(0)) request.reject(released);
  }

  get [Symbol.toStringTag]() { return 'ReadableStreamDefaultReader'; }
}

// ---- Stream -------------------------------------------------------------------

class ReadableStream {
  // {state, error, reader, controller, reads}: seen by the classes above alone
  #inner = { state: 'readable', error: undefined, reader: undefined, reads: [] };

  constructor(source = {}, strategy = {}) {
    if (source === null || typeof source !== 'object') {
      throw errors.invalidType('source', ['Object'], source);
    }
    if (source.type !== undefined) {
      throw errors.coded(TypeError, 'ERR_INVALID_ARG_VALUE',
        `The argument 'source.type' is invalid: streams of bytes are not there. ` +
        `Received ${String(source.type)}`);
    }
    new ReadableStreamDefaultController(SECRET, this, source, strategy);
  }

  static from(iterable) {
    const make = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
    if (typeof make !== 'function') {
      throw errors.coded(TypeError, 'ERR_ARG_NOT_ITERABLE', `${iterable} is not iterable`);
    }
    const iterator = make.call(iterable);
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(await value);
      },
      async cancel(reason) { await iterator.return?.(reason); },
    }, { highWaterMark: 0 });
  }

  get _state() { return this.#inner; }

  get locked() { return this.#inner.reader !== undefined; }

  getReader(options) {
    if (options?.mode !== undefined) {
      throw errors.coded(TypeError, 'ERR_INVALID_ARG_VALUE',
        `The property 'options.mode' is invalid. Received '${options.mode}'`);
    }
    return new ReadableStreamDefaultReader(this);
  }

  async cancel(reason) {
    if (this.locked) throw invalidState('ReadableStream is locked');
    return this._cancel(reason);
  }

  _read() {
    const { state, error, controller } = this.#inner;
    if (state === 'closed') return Promise.resolve({ value: undefined, done: true });
    if (state === 'errored') return Promise.reject(error);
    const request = {};
    const promise = new Promise((resolve, reject) =>
      Object.assign(request, { resolve, reject }));
    controller._read(request);
    return promise;
  }

  async _cancel(reason) {
    if (this.#inner.state === 'closed') return;
    if (this.#inner.state === 'errored') throw this.#inner.error;
    this._close();
    await this.#inner.controller._cancel(reason);
  }

  _close() {
    const inner = this.#inner;
    inner.state = 'closed';
    for (const request of inner.reads.splice(0)) {
      request.resolve({ value: undefined, done: true });
    }
    inner.reader?._settle(false);
  }

  _error(reason) {
    const inner = this.#inner;
    inner.state = 'errored';
    inner.error = reason;
    for (const request of inner.reads.splice(0)) request.reject(reason);
    inner.reader?._settle(true, reason);
  }

  // Two streams of the same chunks; what one has not read waits in it.
  tee() {
    const reader = this.getReader();
    const ends = [];
    const reasons = [];
    let isReading = false;
    const cancelled = deferred();
    const pull = async () => {
      if (isReading) return;
      isReading = true;
      try {
        const { value, done } = await reader.read();
        isReading = false;
        ends.forEach((end, index) => {
          if (index in reasons) return;
          if (done) end.close();
          else end.enqueue(value);
        });
        if (done) cancelled.resolve();
      } catch (error) {
        ends.forEach((end) => end.error(error));
        cancelled.resolve();
      }
    };
    return [0, 1].map((index) => new ReadableStream({
      start(controller) { ends[index] = controller; },
      pull,
      cancel(reason) {
        reasons[index] = reason;
        if (0 in reasons && 1 in reasons) cancelled.resolve(reader.cancel(reasons));
        return cancelled.promise;
      },
    }));
  }

  values({ preventCancel = false } = {}) {
    const reader = this.getReader();
    let isOver = false;
    let last = Promise.resolve();
    const next = async () => {
      if (isOver) return { value: undefined, done: true };
      try {
        const result = await reader.read();
        if (!result.done) return result;
      } catch (error) {
        isOver = true;
        reader.releaseLock();
        throw error;
      }
      isOver = true;
      reader.releaseLock();
      return { value: undefined, done: true };
    };
    const finish = async (value) => {
      if (!isOver) {
        isOver = true;
        const ending = preventCancel ? undefined : reader.cancel(value);
        reader.releaseLock();
        await ending;
      }
      return { value, done: true };
    };
    // one after the other, whatever they come to
    const queued = (step, value) => {
      last = last.then(() => step(value), () => step(value));
      return last;
    };
    return Object.setPrototypeOf({
      next: () => queued(next),
      return: (value) => queued(finish, value),
    }, AsyncIteratorPrototype);
  }

  [Symbol.asyncIterator](options) { return this.values(options); }

  get [Symbol.toStringTag]() { return 'ReadableStream'; }
}

const AsyncIteratorPrototype =
  Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

for (const name of ['_state', '_read', '_cancel', '_close', '_error']) {
  Object.defineProperty(ReadableStream.prototype, name, { enumerable: false });
}

module.exports = {
  ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController,
};
