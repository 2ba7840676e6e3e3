// BroadcastChannel: what one says, all others of its name hear. There is but one
// program, so they are all its own.
'use strict';
const binding = require('internal/binding');
const errors = require('internal/errors');
const { structuredClone, DOMException } = require('internal/structured_clone');

// By name, in the order in which they were made. An open channel is kept, as by
// a runtime that waits for messages to it.
const channels = new Map();

class BroadcastChannel extends EventTarget {
  #name;
  #isClosed = false;
  #handlers = new Map(); // by type: {handler, listener}

  constructor(name) {
    if (arguments.length === 0) {
      throw errors.coded(TypeError, 'ERR_MISSING_ARGS',
        'The "name" argument must be specified');
    }
    super();
    this.#name = `${name}`;
    const others = channels.get(this.#name);
    if (others) others.add(this);
    else channels.set(this.#name, new Set([this]));
  }

  get name() { return this.#name; }

  // Read once for each of those that hear it, before anybody does.
  postMessage(message) {
    if (this.#isClosed) {
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    if (arguments.length === 0) {
      throw errors.coded(TypeError, 'ERR_MISSING_ARGS',
        'The "message" argument must be specified');
    }
    structuredClone(message);
    for (const channel of channels.get(this.#name)) {
      if (channel === this) continue;
      const data = structuredClone(message);
      binding.queueTask('message', 0, () => channel.#deliver(data));
    }
  }

  #deliver(data) {
    if (!this.#isClosed) {
      this.dispatchEvent(new MessageEvent('message', { data, ports: [] }));
    }
  }

  close() {
    this.#isClosed = true;
    const others = channels.get(this.#name);
    others?.delete(this);
    if (others?.size === 0) channels.delete(this.#name);
  }

  ref() { return this; }

  unref() { return this; }

  // A handler keeps its place among the listeners while there is one.
  #handlerOf(type) { return this.#handlers.get(type)?.handler ?? null; }

  #setHandler(type, handler) {
    const known = this.#handlers.get(type);
    if (typeof handler !== 'function') {
      if (known) this.removeEventListener(type, known.listener);
      this.#handlers.delete(type);
    } else if (known) {
      known.handler = handler;
    } else {
      const entry = { handler };
      entry.listener = (event) => entry.handler.call(this, event);
      this.#handlers.set(type, entry);
      this.addEventListener(type, entry.listener);
    }
  }

  get onmessage() { return this.#handlerOf('message'); }

  set onmessage(handler) { this.#setHandler('message', handler); }

  get onmessageerror() { return this.#handlerOf('messageerror'); }

  set onmessageerror(handler) { this.#setHandler('messageerror', handler); }

  get [Symbol.toStringTag]() { return 'BroadcastChannel'; }
}

for (const name of ['name', 'postMessage', 'close', 'onmessage', 'onmessageerror']) {
  Object.defineProperty(BroadcastChannel.prototype, name, { enumerable: true });
}

exports.BroadcastChannel = BroadcastChannel;
