// node:events - EventEmitter.
'use strict';
const { process } = require('internal/binding');
const errors = require('internal/errors');

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

EventEmitter.defaultMaxListeners = 10;
EventEmitter.captureRejections = false;
EventEmitter.captureRejectionSymbol = Symbol.for('nodejs.rejection');
EventEmitter.errorMonitor = Symbol('events.errorMonitor');
EventEmitter.usingDomains = false;

EventEmitter.init = function init() {
  if (this._events === undefined ||
      this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
};

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  if (typeof n !== 'number' || n < 0 || n !== n) {
    throw errors.outOfRange('n', 'a non-negative number', n);
  }
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? EventEmitter.defaultMaxListeners
                                          : this._maxListeners;
};

function unhandled(error) {
  if (error instanceof Error) return error;
  const wrapped = new Error(
    `Unhandled error. (${require('internal/binding').inspect(error)})`);
  wrapped.code = 'ERR_UNHANDLED_ERROR';
  wrapped.context = error;
  return wrapped;
}

EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events !== undefined && events[EventEmitter.errorMonitor] !== undefined) {
      this.emit(EventEmitter.errorMonitor, ...args);
    }
    if (events === undefined || events.error === undefined) {
      throw unhandled(args[0]);
    }
  }
  const handler = events === undefined ? undefined : events[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    Reflect.apply(handler, this, args);
  } else {
    for (const listener of handler.slice()) Reflect.apply(listener, this, args);
  }
  return true;
};

function warnOfLeak(target, type, listeners) {
  const most = target.getMaxListeners();
  if (most <= 0 || listeners.length <= most || listeners.warned) return;
  listeners.warned = true;
  process.emitWarning(
    `Possible EventEmitter memory leak detected. ${listeners.length} ` +
    `${String(type)} listeners added to ` +
    `${require('internal/binding').inspect(target, { depth: -1 })}. Use ` +
    'emitter.setMaxListeners() to increase limit', 'MaxListenersExceededWarning');
}

function add(target, type, listener, prepend) {
  errors.checkFunction('listener', listener);
  let events = target._events;
  if (events === undefined) {
    events = target._events = Object.create(null);
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit('newListener', type, listener.listener ?? listener);
    events = target._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    ++target._eventsCount;
    return target;
  }
  if (typeof existing === 'function') {
    events[type] = prepend ? [listener, existing] : [existing, listener];
  } else if (prepend) {
    existing.unshift(listener);
  } else {
    existing.push(listener);
  }
  warnOfLeak(target, type, events[type]);
  return target;
}

EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function onceWrapper(target, type, listener) {
  let fired = false;
  function wrapped(...args) {
    if (fired) return undefined;
    target.removeListener(type, wrapped);
    fired = true;
    return Reflect.apply(listener, target, args);
  }
  wrapped.listener = listener;
  return wrapped;
}

EventEmitter.prototype.once = function once(type, listener) {
  errors.checkFunction('listener', listener);
  return this.on(type, onceWrapper(this, type, listener));
};
EventEmitter.prototype.prependOnceListener =
  function prependOnceListener(type, listener) {
    errors.checkFunction('listener', listener);
    return this.prependListener(type, onceWrapper(this, type, listener));
  };

function forget(target, type) {
  if (--target._eventsCount === 0) target._events = Object.create(null);
  else delete target._events[type];
}

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  errors.checkFunction('listener', listener);
  const events = this._events;
  const list = events === undefined ? undefined : events[type];
  if (list === undefined) return this;
  if (list === listener || list.listener === listener) {
    forget(this, type);
  } else {
    if (typeof list === 'function') return this;
    let at = list.length - 1;
    while (at >= 0 && list[at] !== listener && list[at].listener !== listener) at--;
    if (at < 0) return this;
    list.splice(at, 1);
    if (list.length === 1) events[type] = list[0];
  }
  if (events.removeListener !== undefined) {
    this.emit('removeListener', type, listener);
  }
  return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  if (arguments.length === 0) {
    if (events.removeListener !== undefined) {
      for (const key of Reflect.ownKeys(events)) {
        if (key !== 'removeListener') this.removeAllListeners(key);
      }
    }
    this._events = Object.create(null);
    this._eventsCount = 0;
    return this;
  }
  const list = events[type];
  if (typeof list === 'function') {
    this.removeListener(type, list);
  } else if (list !== undefined) {
    for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
  }
  return this;
};

function listenersOf(target, type) {
  const list = target._events === undefined ? undefined : target._events[type];
  if (list === undefined) return [];
  return typeof list === 'function' ? [list] : list.slice();
}

EventEmitter.prototype.listeners = function listeners(type) {
  return listenersOf(this, type).map((each) => each.listener || each);
};
EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersOf(this, type);
};
EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const list = listenersOf(this, type);
  if (listener === undefined || listener === null) return list.length;
  return list.filter((each) => each === listener || each.listener === listener)
    .length;
};
EventEmitter.prototype.eventNames = function eventNames() {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

EventEmitter.listenerCount = (emitter, type) => emitter.listenerCount(type);

// A promise of the next event; an error that comes first rejects it.
EventEmitter.once = function once(emitter, name) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      emitter.removeListener(name, onEvent);
      reject(error);
    };
    const onEvent = (...args) => {
      emitter.removeListener('error', onError);
      resolve(args);
    };
    emitter.once(name, onEvent);
    if (name !== 'error') emitter.once('error', onError);
  });
};

EventEmitter.setMaxListeners = function setMaxListeners(n, ...targets) {
  if (targets.length === 0) EventEmitter.defaultMaxListeners = n;
  for (const target of targets) {
    if (typeof target.setMaxListeners === 'function') target.setMaxListeners(n);
  }
};
EventEmitter.getEventListeners = (emitter, type) => emitter.listeners(type);

EventEmitter.EventEmitter = EventEmitter;
module.exports = EventEmitter;
