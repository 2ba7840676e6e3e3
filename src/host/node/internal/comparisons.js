// Deep equality, as node:assert and node:util mean it.
'use strict';
const types = require('util/types');

const { is, keys, getPrototypeOf, getOwnPropertySymbols } = Object;

function enumerableSymbols(object) {
  return getOwnPropertySymbols(object).filter((symbol) =>
    Object.prototype.propertyIsEnumerable.call(object, symbol));
}

// `pairs` are those that are being compared: in a circle they are equal.
function isDeepEqual(a, b, strict, pairs = []) {
  if (a === b) return a !== 0 || !strict || is(a, b);
  if (strict ? typeof a !== 'object' : a === null || typeof a !== 'object') {
    if (strict) return typeof a === 'number' && is(a, b);
    if (b === null || typeof b !== 'object') {
      // eslint-disable-next-line eqeqeq
      return a == b || (a !== a && b !== b);
    }
    return false;
  }
  if (a === null || b === null || typeof b !== 'object') return false;
  if (strict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) {
    return false;
  }
  for (const [left, right] of pairs) {
    if (left === a && right === b) return true;
  }
  pairs.push([a, b]);
  const equal = haveEqualParts(a, b, strict, pairs);
  pairs.pop();
  return equal;
}

function haveEqualParts(a, b, strict, pairs) {
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && a.length !== b.length) return false;
  if (types.isDate(a)) {
    if (!types.isDate(b) || !is(a.getTime(), b.getTime())) return false;
  } else if (types.isRegExp(a)) {
    if (a.source !== b.source || a.flags !== b.flags ||
        a.lastIndex !== b.lastIndex) return false;
  } else if (types.isNativeError(a) || a instanceof Error) {
    if (a.message !== b.message || a.name !== b.name) return false;
  } else if (types.isBoxedPrimitive(a)) {
    if (!types.isBoxedPrimitive(b) || !is(a.valueOf(), b.valueOf())) return false;
  } else if (types.isArrayBufferView(a)) {
    if (a.byteLength !== b.byteLength) return false;
  }
  const left = keys(a);
  const right = keys(b);
  if (left.length !== right.length) return false;
  for (const key of left) {
    if (!Object.prototype.propertyIsEnumerable.call(b, key)) return false;
  }
  if (strict) {
    const symbols = enumerableSymbols(a);
    if (symbols.length !== enumerableSymbols(b).length) return false;
    left.push(...symbols);
  }
  if (types.isSet(a) ? !types.isSet(b) || !equalSets(a, b, strict, pairs)
    : types.isMap(a) && (!types.isMap(b) || !equalMaps(a, b, strict, pairs))) {
    return false;
  }
  return left.every((key) => isDeepEqual(a[key], b[key], strict, pairs));
}

function equalSets(a, b, strict, pairs) {
  if (a.size !== b.size) return false;
  const left = [...b];
  for (const value of a) {
    let at = left.findIndex((each) => is(each, value));
    if (at < 0) {
      at = left.findIndex((each) => isDeepEqual(value, each, strict, pairs));
    }
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}

function equalMaps(a, b, strict, pairs) {
  if (a.size !== b.size) return false;
  const left = [...b];
  for (const [key, value] of a) {
    const at = left.findIndex(([otherKey, other]) =>
      (is(key, otherKey) || isDeepEqual(key, otherKey, strict, pairs)) &&
      isDeepEqual(value, other, strict, pairs));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}

module.exports = { isDeepEqual };
