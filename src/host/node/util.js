// node:util
'use strict';
const { process } = require('internal/binding');
const binding = require('internal/binding');
const errors = require('internal/errors');
const types = require('util/types');

function inspect(value, options, ...rest) {
  let given = options;
  if (typeof options === 'boolean') {
    given = { showHidden: options, depth: rest[0], colors: rest[1] };
  }
  return binding.inspect(value, given);
}
inspect.custom = Symbol.for('nodejs.util.inspect.custom');
inspect.defaultOptions = {
  showHidden: false, depth: 2, colors: false, customInspect: true,
  showProxy: false, maxArrayLength: 100, maxStringLength: 10000,
  breakLength: 128, compact: 3, sorted: false, getters: false,
  numericSeparator: false,
};
inspect.colors = Object.assign(Object.create(null), {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23],
  underline: [4, 24], inverse: [7, 27], black: [30, 39], red: [31, 39],
  green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
  cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39],
});
inspect.styles = Object.assign(Object.create(null), {
  special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow',
  undefined: 'grey', null: 'bold', string: 'green', symbol: 'green',
  date: 'magenta', regexp: 'red', module: 'underline',
});

const format = (...args) => binding.formatText(...args);
const formatWithOptions = (options, ...args) => binding.formatText(...args);

function inherits(constructor, parent) {
  errors.checkFunction('ctor', constructor);
  errors.checkFunction('superCtor', parent);
  Object.defineProperty(constructor, 'super_',
    { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

// ---- Callbacks and promises ------------------------------------------------------

const custom = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  errors.checkFunction('original', original);
  if (original[custom]) return original[custom];
  function promised(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, value) => {
        if (error) reject(error);
        else resolve(value);
      }]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, custom, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = custom;

function callbackify(original) {
  errors.checkFunction('original', original);
  return function callbackified(...args) {
    const callback = args.pop();
    errors.checkFunction('last argument', callback);
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, error));
  };
}

const warned = new Set();
function deprecate(original, message, code) {
  let isWarned = false;
  function deprecated(...args) {
    if (!isWarned) {
      isWarned = true;
      if (code === undefined || !warned.has(code)) {
        if (code !== undefined) warned.add(code);
        process.emitWarning(message, 'DeprecationWarning', code);
      }
    }
    return new.target ? Reflect.construct(original, args, new.target)
                      : Reflect.apply(original, this, args);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

function debuglog() {
  const log = () => {};
  log.enabled = false;
  return log;
}

// ---- Comparing -------------------------------------------------------------------

function isDeepStrictEqual(a, b) {
  return require('internal/comparisons').isDeepEqual(a, b, true);
}

// ---- Text ------------------------------------------------------------------------

// Without the sequences that color a terminal.
function stripVTControlCharacters(text) {
  errors.checkString('str', text);
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\u001b' || text[i + 1] !== '[') {
      out += text[i];
      continue;
    }
    i += 2;
    while (i < text.length && !(text[i] >= '@' && text[i] <= '~')) i++;
  }
  return out;
}

// There is no terminal: colors are for those who ask for them in any case.
function styleText(style, text, options) {
  if (!options || options.validateStream !== false) return text;
  const styles = Array.isArray(style) ? style : [style];
  return styles.reduceRight((inner, each) => {
    const codes = inspect.colors[each];
    return codes ? `\u001b[${codes[0]}m${inner}\u001b[${codes[1]}m` : inner;
  }, text);
}

const toUSVString = (text) => String(text).toWellFormed();

const has = (type) => (value) => typeof value === type;

module.exports = {
  inspect, format, formatWithOptions, inherits, promisify, callbackify,
  deprecate, debuglog, debug: debuglog, isDeepStrictEqual, styleText,
  stripVTControlCharacters, toUSVString, types,
  get TextEncoder() { return require('internal/encoding').TextEncoder; },
  get TextDecoder() { return require('internal/encoding').TextDecoder; },
  isArray: Array.isArray,
  isBoolean: has('boolean'), isNumber: has('number'), isString: has('string'),
  isSymbol: has('symbol'), isUndefined: has('undefined'),
  isFunction: has('function'),
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isObject: (value) => value !== null && typeof value === 'object',
  isPrimitive: (value) => value === null ||
    (typeof value !== 'object' && typeof value !== 'function'),
  isRegExp: types.isRegExp, isDate: types.isDate, isError: types.isNativeError,
  getSystemErrorName: (number) => binding.errorName(-number)[0],
};
