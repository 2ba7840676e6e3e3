// node:stream - streams of text, bytes or objects.
'use strict';
const { process } = require('internal/binding');
const EventEmitter = require('events');
const errors = require('internal/errors');

class Stream extends EventEmitter {
  pipe(target, options) {
    this.on('data', (chunk) => {
      if (target.write(chunk) === false && this.pause) {
        this.pause();
        target.once('drain', () => this.resume());
      }
    });
    if (!options || options.end !== false) this.on('end', () => target.end());
    target.emit('pipe', this);
    return target;
  }
}

function toChunk(chunk, encoding, isObject) {
  if (isObject || typeof chunk !== 'string' || chunk === null) return chunk;
  return require('buffer').Buffer.from(chunk, encoding);
}

function addDestroy(prototype) {
  prototype.destroy = function destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    const done = (failure) => {
      process.nextTick(() => {
        if (failure) this.emit('error', failure);
        this.closed = true;
        this.emit('close');
      });
    };
    if (this._destroy) this._destroy(error ?? null, (other) => done(other ?? error));
    else done(error);
    return this;
  };
}

// ---- Reading ----------------------------------------------------------------------

function initReadable(stream, options) {
  stream._readableState = {
    objectMode: Boolean(options.objectMode || options.readableObjectMode),
    highWaterMark: options.highWaterMark ?? 16384,
    buffer: [], flowing: null, ended: false, endEmitted: false, reading: false,
    encoding: options.encoding ?? null, decoder: null, length: 0,
  };
  stream.readable = true;
  if (options.encoding) stream.setEncoding(options.encoding);
  if (options.read) stream._read = options.read;
  if (options.destroy) stream._destroy = options.destroy;
}

const readableMethods = {
  _read() {
    throw errors.coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED',
      'The _read() method is not implemented');
  },
  setEncoding(encoding) {
    const { StringDecoder } = require('string_decoder');
    this._readableState.decoder = new StringDecoder(encoding);
    this._readableState.encoding = this._readableState.decoder.encoding;
    return this;
  },
  push(chunk, encoding) {
    const state = this._readableState;
    state.reading = false;
    if (chunk === null) {
      const rest = state.decoder ? state.decoder.end() : '';
      if (rest) state.buffer.push(rest);
      state.ended = true;
    } else {
      let item = toChunk(chunk, encoding, state.objectMode);
      if (state.decoder && !state.objectMode) item = state.decoder.write(item);
      if (state.objectMode || item.length > 0) {
        if (state.flowing && !state.buffer.length && !state.isSync) {
          this.emit('data', item);
        } else {
          state.buffer.push(item);
        }
      }
    }
    schedule(this);
    return state.buffer.length < 16;
  },
  unshift(chunk, encoding) {
    const state = this._readableState;
    state.buffer.unshift(toChunk(chunk, encoding, state.objectMode));
  },
  read() {
    const state = this._readableState;
    if (state.buffer.length === 0) {
      askForMore(this);
      if (state.buffer.length === 0) {
        finishReading(this);
        return null;
      }
    }
    let chunk;
    if (state.objectMode) chunk = state.buffer.shift();
    else if (state.buffer.length === 1 || state.encoding) {
      chunk = state.encoding ? state.buffer.join('') : state.buffer[0];
      state.buffer.length = 0;
    } else {
      chunk = require('buffer').Buffer.concat(state.buffer);
      state.buffer.length = 0;
    }
    if (state.flowing === false || state.flowing === null) this.emit('data', chunk);
    schedule(this);
    return chunk;
  },
  pause() {
    this._readableState.flowing = false;
    return this;
  },
  resume() {
    this._readableState.flowing = true;
    schedule(this);
    return this;
  },
  isPaused() { return this._readableState.flowing === false; },
  on(name, listener) {
    EventEmitter.prototype.on.call(this, name, listener);
    if (name === 'data' && this._readableState.flowing !== false) this.resume();
    if (name === 'readable') schedule(this);
    return this;
  },
  unpipe() { return this; },
  async* [Symbol.asyncIterator]() {
    const chunks = [];
    let wake;
    let ended = false;
    let failure;
    const note = () => { if (wake) wake(); };
    this.on('data', (chunk) => { chunks.push(chunk); note(); });
    this.on('end', () => { ended = true; note(); });
    this.on('error', (error) => { failure = error; note(); });
    for (;;) {
      while (chunks.length) yield chunks.shift();
      if (failure) throw failure;
      if (ended) return;
      await new Promise((resolve) => { wake = resolve; });
    }
  },
};
readableMethods.addListener = readableMethods.on;

function askForMore(stream) {
  const state = stream._readableState;
  if (state.ended || state.reading || stream.destroyed) return;
  state.reading = true;
  state.isSync = true;
  stream._read(state.highWaterMark);
  state.isSync = false;
}

function finishReading(stream) {
  const state = stream._readableState;
  if (!state.ended || state.endEmitted || state.buffer.length) return;
  state.endEmitted = true;
  process.nextTick(() => {
    stream.readable = false;
    stream.emit('end');
    if (!stream._writableState || stream._writableState.finished) stream.destroy();
  });
}

// In the next tick what is there goes to whoever listens.
function schedule(stream) {
  const state = stream._readableState;
  if (state.isScheduled) return;
  state.isScheduled = true;
  process.nextTick(() => {
    state.isScheduled = false;
    if (stream.listenerCount('readable') && (state.buffer.length || state.ended)) {
      stream.emit('readable');
    }
    while (state.flowing && state.buffer.length) stream.emit('data', state.buffer.shift());
    if (!state.flowing && !stream.listenerCount('readable')) return;
    if (state.buffer.length === 0) {
      if (state.ended) finishReading(stream);
      else askForMore(stream);
    }
  });
}

// ---- Writing -------------------------------------------------------------------------

function initWritable(stream, options) {
  stream._writableState = {
    objectMode: Boolean(options.objectMode || options.writableObjectMode),
    decodeStrings: options.decodeStrings !== false, queue: [], isBusy: false,
    ending: false, finished: false, corked: 0,
  };
  stream.writable = true;
  if (options.write) stream._write = options.write;
  if (options.writev) stream._writev = options.writev;
  if (options.final) stream._final = options.final;
  if (options.destroy) stream._destroy = options.destroy;
}

const writableMethods = {
  _write() {
    throw errors.coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED',
      'The _write() method is not implemented');
  },
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    const state = this._writableState;
    if (state.ending) {
      const error = errors.coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
      process.nextTick(() => { if (callback) callback(error); });
      this.destroy(error);
      return false;
    }
    if (chunk === null) {
      throw errors.coded(TypeError, 'ERR_STREAM_NULL_VALUES',
        'May not write null values to stream');
    }
    const item = state.decodeStrings ? toChunk(chunk, encoding, state.objectMode) : chunk;
    state.queue.push([item, typeof item === 'string' ? encoding ?? 'utf8' : 'buffer', callback]);
    writeNext(this);
    const isFull = state.queue.length >= 16;
    state.needDrain ||= isFull;
    return !isFull;
  },
  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    if (callback) this.once('finish', callback);
    this._writableState.ending = true;
    writeNext(this);
    return this;
  },
  cork() { this._writableState.corked++; },
  uncork() {
    if (this._writableState.corked) this._writableState.corked--;
    writeNext(this);
  },
  setDefaultEncoding() { return this; },
};

function writeNext(stream) {
  const state = stream._writableState;
  if (state.isBusy || (state.corked && !state.ending)) return;
  const next = state.queue.shift();
  if (!next) {
    finishWriting(stream);
    return;
  }
  const [chunk, encoding, callback] = next;
  state.isBusy = true;
  let isSync = true;
  const done = (error) => {
    state.isBusy = false;
    if (error) {
      if (callback) callback(error);
      stream.destroy(error);
      return;
    }
    const later = () => {
      if (callback) callback(null);
      if (state.needDrain && !state.queue.length) {
        state.needDrain = false;
        stream.emit('drain');
      }
      writeNext(stream);
    };
    if (isSync) process.nextTick(later);
    else later();
  };
  stream._write(chunk, encoding, done);
  isSync = false;
}

function finishWriting(stream) {
  const state = stream._writableState;
  if (!state.ending || state.finished || state.isFinishing) return;
  state.isFinishing = true;
  const done = (error) => {
    if (error) {
      stream.destroy(error);
      return;
    }
    state.finished = true;
    process.nextTick(() => {
      stream.writable = false;
      stream.emit('finish');
      if (!stream._readableState || stream._readableState.endEmitted) stream.destroy();
    });
  };
  if (stream._final) stream._final(done);
  else done();
}

// ---- Classes ---------------------------------------------------------------------------

function define(Class, methods) {
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(Class.prototype, key, {
      value: methods[key], writable: true, configurable: true,
    });
  }
  addDestroy(Class.prototype);
}

// Programs inherit from them in the old way, too: they can be called.
function makeClass(name, Parent, init) {
  const Class = {
    [name]: function (options) {
      if (!(this instanceof Class)) return new Class(options);
      EventEmitter.call(this);
      this.destroyed = this.closed = false;
      init(this, options ?? {});
      return undefined;
    },
  }[name];
  Class.prototype = Object.create(Parent.prototype, {
    constructor: { value: Class, writable: true, configurable: true },
  });
  Object.setPrototypeOf(Class, Parent);
  return Class;
}

const Readable = makeClass('Readable', Stream, initReadable);
define(Readable, readableMethods);
Readable.from = (items, options) => {
  const iterator = (items[Symbol.asyncIterator] ?? items[Symbol.iterator]).call(items);
  return new Readable({
    objectMode: true,
    ...options,
    async read() {
      try {
        const { done, value } = await iterator.next();
        this.push(done ? null : await value);
      } catch (error) {
        this.destroy(error);
      }
    },
  });
};

const Writable = makeClass('Writable', Stream, initWritable);
define(Writable, writableMethods);

const Duplex = makeClass('Duplex', Readable, (stream, options) => {
  initReadable(stream, options);
  initWritable(stream, options);
});
define(Duplex, writableMethods);

const Transform = makeClass('Transform', Duplex, (stream, options) => {
  initReadable(stream, options);
  initWritable(stream, options);
  if (options.transform) stream._transform = options.transform;
  if (options.flush) stream._flush = options.flush;
});
define(Transform, {
  _read() {},
  _write(chunk, encoding, callback) {
    this._transform(chunk, encoding, (error, value) => {
      if (value !== undefined && value !== null) this.push(value);
      callback(error);
    });
  },
  _final(callback) {
    const done = (error, value) => {
      if (value !== undefined && value !== null) this.push(value);
      if (!error) this.push(null);
      callback(error);
    };
    if (this._flush) this._flush(done);
    else done();
  },
});

const PassThrough = makeClass('PassThrough', Transform, (stream, options) => {
  initReadable(stream, options);
  initWritable(stream, options);
});
PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

// ---- Several at once ----------------------------------------------------------------------

function finished(stream, options, callback) {
  const done = typeof options === 'function' ? options : callback;
  let isDone = false;
  const finish = (error) => {
    if (isDone) return;
    isDone = true;
    done(error);
  };
  stream.on('error', finish);
  if (stream._writableState) stream.on('finish', () => finish());
  if (stream._readableState && !stream._writableState) stream.on('end', () => finish());
  stream.on('close', () => finish());
  return () => {};
}

function pipeline(...streams) {
  const callback = typeof streams[streams.length - 1] === 'function'
    ? streams.pop() : () => {};
  const list = Array.isArray(streams[0]) ? streams[0] : streams;
  let isDone = false;
  const finish = (error) => {
    if (isDone) return;
    isDone = true;
    if (error) for (const stream of list) stream.destroy();
    callback(error);
  };
  for (const stream of list) stream.on('error', finish);
  const last = list[list.length - 1];
  finished(last, finish);
  return list.reduce((from, to) => from.pipe(to));
}

const promised = (run) => (...args) => new Promise((resolve, reject) => {
  run(...args, (error) => (error ? reject(error) : resolve()));
});

module.exports = Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, finished, pipeline,
  promises: { finished: promised(finished), pipeline: promised(pipeline) },
});
