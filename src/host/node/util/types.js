// node:util/types - what a value is, whatever its prototype says.
'use strict';
const { isProxy } = require('internal/binding');

// Whether a method that only one kind of object has accepts the value.
function accepts(method) {
  return (value) => {
    if (value === null || typeof value !== 'object') return false;
    try {
      Reflect.apply(method, value, []);
      return true;
    } catch {
      return false;
    }
  };
}

const never = () => false;

function getterOf(constructor, name) {
  const descriptor = constructor &&
    Object.getOwnPropertyDescriptor(constructor.prototype, name);
  return descriptor && descriptor.get;
}

function hasGetter(constructor, name) {
  const getter = getterOf(constructor, name);
  return getter ? accepts(getter) : never;
}

function hasMethod(constructor, name) {
  return constructor ? accepts(constructor.prototype[name]) : never;
}

const all = globalThis;
const TypedArray = all.Uint8Array && Object.getPrototypeOf(all.Uint8Array);
const tagOf = TypedArray
  ? Object.getOwnPropertyDescriptor(TypedArray.prototype, Symbol.toStringTag).get
  : () => undefined;

function isTyped(name) {
  return (value) => value !== null && typeof value === 'object' &&
    Reflect.apply(tagOf, value, []) === name;
}

const tagText = (value) => Object.prototype.toString.call(value);

function isWeak(constructor) {
  return (value) => {
    try {
      Reflect.apply(constructor.prototype.has, value, [{}]);
      return true;
    } catch {
      return false;
    }
  };
}

const isArrayBuffer = hasGetter(all.ArrayBuffer, 'byteLength');
const isSharedArrayBuffer = hasGetter(all.SharedArrayBuffer, 'byteLength');
const isNumberObject = hasMethod(Number, 'valueOf');
const isStringObject = hasMethod(String, 'valueOf');
const isBooleanObject = hasMethod(Boolean, 'valueOf');
const isSymbolObject = hasMethod(Symbol, 'valueOf');
const isBigIntObject = hasMethod(all.BigInt, 'valueOf');

module.exports = {
  isArrayBuffer, isSharedArrayBuffer,
  isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isArrayBufferView: (value) => !!all.ArrayBuffer && ArrayBuffer.isView(value),
  isDataView: hasGetter(all.DataView, 'byteLength'),
  isTypedArray: (value) => value !== null && typeof value === 'object' &&
    Reflect.apply(tagOf, value, []) !== undefined,
  isUint8Array: isTyped('Uint8Array'),
  isUint8ClampedArray: isTyped('Uint8ClampedArray'),
  isUint16Array: isTyped('Uint16Array'), isUint32Array: isTyped('Uint32Array'),
  isInt8Array: isTyped('Int8Array'), isInt16Array: isTyped('Int16Array'),
  isInt32Array: isTyped('Int32Array'),
  isFloat32Array: isTyped('Float32Array'), isFloat64Array: isTyped('Float64Array'),
  isBigInt64Array: isTyped('BigInt64Array'),
  isBigUint64Array: isTyped('BigUint64Array'),
  isMap: hasGetter(Map, 'size'), isSet: hasGetter(Set, 'size'),
  isWeakMap: isWeak(WeakMap), isWeakSet: isWeak(WeakSet),
  isDate: hasMethod(all.Date, 'getTime'),
  isRegExp: (value) => value !== null && typeof value === 'object' &&
    tagText(value) === '[object RegExp]',
  isPromise: (value) => value instanceof Promise,
  isNativeError: (value) => Error.isError ? Error.isError(value)
                                          : value instanceof Error,
  isGeneratorFunction: (value) => typeof value === 'function' &&
    tagText(value).endsWith('GeneratorFunction]'),
  isGeneratorObject: (value) => tagText(value) === '[object Generator]',
  isAsyncFunction: (value) => typeof value === 'function' &&
    tagText(value).startsWith('[object Async'),
  isMapIterator: (value) => tagText(value) === '[object Map Iterator]',
  isSetIterator: (value) => tagText(value) === '[object Set Iterator]',
  isArgumentsObject: (value) => tagText(value) === '[object Arguments]',
  isModuleNamespaceObject: (value) => tagText(value) === '[object Module]',
  isNumberObject, isStringObject, isBooleanObject, isSymbolObject,
  isBigIntObject,
  isBoxedPrimitive: (value) => isNumberObject(value) || isStringObject(value) ||
    isBooleanObject(value) || isSymbolObject(value) || isBigIntObject(value),
  isProxy, isExternal: never,
};
