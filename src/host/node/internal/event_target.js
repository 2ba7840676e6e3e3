// EventTarget, Event, AbortController and AbortSignal (DOM Standard), without
// trees: an event has one target.
'use strict';
const errors = require('internal/errors');

class Event {
  #type;
  #options;
  #target = null;
  #isCanceled = false;
  #stops = false;
  #time = performance.now();
  constructor(type, options = {}) {
    if (arguments.length === 0) {
      throw errors.coded(TypeError, 'ERR_MISSING_ARGS',
        'The "type" argument must be specified');
    }
    this.#type = `${type}`;
    this.#options = options ?? {};
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get currentTarget() { return this.#target; }
  get srcElement() { return this.#target; }
  get bubbles() { return Boolean(this.#options.bubbles); }
  get cancelable() { return Boolean(this.#options.cancelable); }
  get composed() { return Boolean(this.#options.composed); }
  get defaultPrevented() { return this.#isCanceled; }
  get returnValue() { return !this.#isCanceled; }
  get eventPhase() { return this.#target ? 2 : 0; }
  get isTrusted() { return false; }
  get timeStamp() { return this.#time; }
  preventDefault() { if (this.cancelable) this.#isCanceled = true; }
  stopPropagation() {}
  stopImmediatePropagation() { this.#stops = true; }
  composedPath() { return this.#target ? [this.#target] : []; }

  // For EventTarget alone.
  static _dispatch(event, target, listeners) {
    event.#target = target;
    for (const entry of listeners.slice()) {
      if (entry.isRemoved) continue;
      if (entry.once) entry.remove();
      const { listener } = entry;
      try {
        if (typeof listener === 'function') listener.call(target, event);
        else listener.handleEvent(event);
      } catch (error) {
        process.nextTick(() => { throw error; });
      }
      if (event.#stops) break;
    }
    return !event.#isCanceled;
  }

  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;
}

class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}

class EventTarget {
  #listeners = new Map();

  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    const { once = false, capture = false, signal } =
      typeof options === 'boolean' ? { capture: options } : options ?? {};
    if (signal?.aborted) return;
    const name = `${type}`;
    const list = this.#listeners.get(name) ?? [];
    const isThere = (each) => each.listener === listener &&
      each.capture === Boolean(capture);
    if (list.some(isThere)) return;
    const entry = {
      listener, once, capture: Boolean(capture), isRemoved: false,
      remove: () => {
        entry.isRemoved = true;
        list.splice(list.indexOf(entry), 1);
      },
    };
    list.push(entry);
    this.#listeners.set(name, list);
    signal?.addEventListener('abort', () => {
      if (!entry.isRemoved) entry.remove();
    }, { once: true });
  }

  removeEventListener(type, listener, options) {
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    const entry = this.#listeners.get(`${type}`)?.find((each) =>
      each.listener === listener && each.capture === capture);
    if (entry) entry.remove();
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw errors.invalidType('event', 'Event', event);
    return Event._dispatch(event, this, this.#listeners.get(event.type) ?? []);
  }

  get [Symbol.toStringTag]() { return 'EventTarget'; }
}

// ---- Aborting ---------------------------------------------------------------------

const key = Symbol('made by AbortController');

function abortError() {
  const { DOMException } = require('internal/structured_clone');
  return new DOMException('This operation was aborted', 'AbortError');
}

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  onabort = null;

  constructor(maker) {
    super();
    if (maker !== key) {
      throw errors.coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    }
  }

  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }

  static _abort(signal, reason = abortError()) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    const event = new Event('abort');
    if (typeof signal.onabort === 'function') {
      signal.addEventListener('abort', signal.onabort, { once: true });
    }
    signal.dispatchEvent(event);
  }

  static abort(reason) {
    const signal = new AbortSignal(key);
    AbortSignal._abort(signal, reason);
    return signal;
  }

  static timeout(delay) {
    const signal = new AbortSignal(key);
    const { DOMException } = require('internal/structured_clone');
    setTimeout(() => AbortSignal._abort(signal, new DOMException(
      'The operation was aborted due to timeout', 'TimeoutError')), delay).unref();
    return signal;
  }

  static any(signals) {
    const result = new AbortSignal(key);
    for (const signal of signals) {
      if (signal.aborted) {
        AbortSignal._abort(result, signal.reason);
        break;
      }
      signal.addEventListener('abort', () => AbortSignal._abort(result, signal.reason),
        { once: true });
    }
    return result;
  }

  get [Symbol.toStringTag]() { return 'AbortSignal'; }
}

class AbortController {
  #signal = new AbortSignal(key);
  get signal() { return this.#signal; }
  abort(reason) { AbortSignal._abort(this.#signal, reason); }
  get [Symbol.toStringTag]() { return 'AbortController'; }
}

module.exports = { Event, CustomEvent, EventTarget, AbortSignal, AbortController };
