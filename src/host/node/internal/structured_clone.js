// structuredClone: a deep copy of values, circles and all (HTML Standard,
// "StructuredSerialize").
'use strict';
const types = require('util/types');
const { share } = require('internal/binding');

// The codes of the names that had one before there were names.
const CODES = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4,
  InvalidCharacterError: 5, NoModificationAllowedError: 7, NotFoundError: 8,
  NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11,
  SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
  InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18,
  NetworkError: 19, AbortError: 20, URLMismatchError: 21,
  QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24,
  DataCloneError: 25,
};

class DOMException extends Error {
  #name;
  constructor(message = '', options = 'Error') {
    super(message);
    this.#name = typeof options === 'object' ? options.name ?? 'Error' : `${options}`;
    if (typeof options === 'object' && 'cause' in options) this.cause = options.cause;
  }
  get name() { return this.#name; }
  get code() { return CODES[this.#name] ?? 0; }
  get [Symbol.toStringTag]() { return 'DOMException'; }
}

function refuse(value) {
  const text = typeof value === 'symbol' ? String(value)
    : typeof value === 'function' ? Function.prototype.toString.call(value)
      : `#<${types.isProxy(value) ? 'Object' : value?.constructor?.name ?? 'Object'}>`;
  return new DOMException(`${text} could not be cloned.`, 'DataCloneError');
}

const ERRORS = {
  EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
};

function cloneError(value, seen) {
  const made = new (ERRORS[value.name] ?? Error)();
  seen.set(value, made);
  for (const name of ['message', 'stack']) {
    const own = Object.getOwnPropertyDescriptor(value, name);
    if (own && 'value' in own) {
      Object.defineProperty(made, name, {
        value: `${own.value}`, writable: true, configurable: true, enumerable: false,
      });
    } else if (name === 'message') {
      delete made.message;
    }
  }
  if (Object.hasOwn(value, 'cause')) {
    Object.defineProperty(made, 'cause', {
      value: clone(value.cause, seen), writable: true, configurable: true, enumerable: false,
    });
  }
  return made;
}

function cloneBuffer(value, seen) {
  if (types.isSharedArrayBuffer(value)) {
    const shared = share(value);
    seen.set(value, shared);
    return shared;
  }
  if (value.detached) {
    throw new DOMException('An ArrayBuffer is detached and could not be cloned.',
      'DataCloneError');
  }
  const copy = value.resizable
    ? new ArrayBuffer(value.byteLength, { maxByteLength: value.maxByteLength })
    : new ArrayBuffer(value.byteLength);
  new Uint8Array(copy).set(new Uint8Array(value));
  seen.set(value, copy);
  return copy;
}

function cloneView(value, seen) {
  const buffer = clone(value.buffer, seen);
  const copy = types.isDataView(value)
    ? new DataView(buffer, value.byteOffset, value.byteLength)
    : new globalThis[value[Symbol.toStringTag]](buffer, value.byteOffset, value.length);
  seen.set(value, copy);
  return copy;
}

function cloneProperties(value, copy, seen) {
  for (const key of Object.keys(value)) {
    Object.defineProperty(copy, key, {
      value: clone(value[key], seen), writable: true, enumerable: true, configurable: true,
    });
  }
  return copy;
}

function clone(value, seen) {
  if (typeof value === 'symbol' || typeof value === 'function') throw refuse(value);
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return seen.get(value);
  if (types.isProxy(value)) throw refuse(value);
  if (types.isBoxedPrimitive(value)) {
    if (types.isSymbolObject(value)) throw refuse(value);
    const copy = Object(value.valueOf());
    seen.set(value, copy);
    return copy;
  }
  if (types.isDate(value)) return new Date(value.getTime());
  if (types.isRegExp(value)) return new RegExp(value.source, value.flags);
  if (types.isAnyArrayBuffer(value)) return cloneBuffer(value, seen);
  if (types.isArrayBufferView(value)) return cloneView(value, seen);
  if (types.isNativeError(value)) return cloneError(value, seen);
  if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value) ||
      value instanceof WeakRef || types.isGeneratorObject(value)) throw refuse(value);
  if (types.isMap(value)) {
    const copy = new Map();
    seen.set(value, copy);
    for (const [key, item] of [...value]) copy.set(clone(key, seen), clone(item, seen));
    return copy;
  }
  if (types.isSet(value)) {
    const copy = new Set();
    seen.set(value, copy);
    for (const item of [...value]) copy.add(clone(item, seen));
    return copy;
  }
  const copy = Array.isArray(value) ? new Array(value.length) : {};
  seen.set(value, copy);
  return cloneProperties(value, copy, seen);
}

function structuredClone(value, options) {
  if (arguments.length === 0) {
    const error = new TypeError('The "value" argument must be specified');
    error.code = 'ERR_MISSING_ARGS';
    throw error;
  }
  const seen = new Map();
  const transfer = options && options.transfer ? [...options.transfer] : [];
  for (const each of transfer) {
    if (!types.isArrayBuffer(each)) throw refuse(each);
  }
  if (new Set(transfer).size < transfer.length) {
    throw new DOMException('Transfer list contains duplicate ArrayBuffer',
      'DataCloneError');
  }
  const copy = clone(value, seen);
  for (const each of transfer) each.transfer();
  return copy;
}

module.exports = { structuredClone, DOMException };
