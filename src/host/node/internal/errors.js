// Errors in the words of Node.
'use strict';
const binding = require('internal/binding');

// A value as `Received ...` tells of it.
const describe = binding.describeReceived;

// The code stands in the stack alone, as Node shows it.
function coded(Type, code, message) {
  const error = new Type(message);
  error.name = `${Type.name} [${code}]`;
  Error.captureStackTrace(error, coded);
  delete error.name;
  error.code = code;
  return error;
}

// "must be of type string", "must be one of type string or number", "an
// instance of Buffer".
function expected(types) {
  const primitive = [];
  const classes = [];
  for (const type of types) {
    const first = type[0];
    if (first >= 'A' && first <= 'Z') classes.push(type);
    else primitive.push(type);
  }
  let text = '';
  if (primitive.length) {
    text = `${primitive.length > 1 ? 'one of type' : 'of type'} ${
      join(primitive, 'or')}`;
  }
  if (classes.length) {
    text += `${text ? ' or ' : ''}an instance of ${join(classes, 'or')}`;
  }
  return text;
}

function join(words, last) {
  if (words.length < 3) return words.join(` ${last} `);
  return `${words.slice(0, -1).join(', ')}, ${last} ${words[words.length - 1]}`;
}

function invalidType(name, types, value) {
  const list = Array.isArray(types) ? types : [types];
  const what = name.endsWith(' argument') || name.includes('.')
    ? `"${name}" ${name.includes('.') ? 'property' : ''}`
    : `"${name}" argument`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE',
    `The ${what.trim()} must be ${expected(list)}. Received ${describe(value)}`);
}

function outOfRange(name, range, value) {
  return coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${
      binding.inspect(value)}`);
}

function invalidValue(name, value, reason = 'is invalid') {
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE',
    `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. ` +
    `Received ${binding.inspect(value)}`);
}

// What a call of the system failed with.
function fileError(code, syscall, path, destination) {
  const [name, text] = binding.errorName(code);
  let message = `${name}: ${text}, ${syscall}`;
  if (path !== undefined) message += ` '${path}'`;
  if (destination !== undefined) message += ` -> '${destination}'`;
  const error = new Error(message);
  error.errno = -code;
  error.code = name;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (destination !== undefined) error.dest = destination;
  return error;
}

function checkString(name, value) {
  if (typeof value !== 'string') throw invalidType(name, 'string', value);
}

function checkFunction(name, value) {
  if (typeof value !== 'function') throw invalidType(name, 'function', value);
}

module.exports = {
  describe, coded, invalidType, outOfRange, invalidValue, fileError,
  checkString, checkFunction,
};
