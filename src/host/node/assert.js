// node:assert
'use strict';
const { inspect } = require('util');
const { isDeepEqual } = require('internal/comparisons');
const errors = require('internal/errors');

const messages = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  equal: 'Expected values to be loosely equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
};

function messageFor(operator, actual, expected) {
  const [left, right] = [inspect(actual), inspect(expected)];
  if (operator === '==' || operator === '!=') {
    return `${left} ${operator} ${right}`;
  }
  const title = messages[operator];
  if (!title) return `${left} ${operator} ${right}`;
  if (operator.startsWith('not')) return `${title} ${right}`;
  if (left.includes('\n') || right.includes('\n')) {
    return `${title}\n+ actual - expected\n\n+ ${left}\n- ${right}`;
  }
  return `${title}\n\n${left} !== ${right}\n`;
}

class AssertionError extends Error {
  constructor(options) {
    const { message, actual, expected, operator, stackStartFn } = options;
    super(message !== undefined ? String(message)
                                : messageFor(operator, actual, expected));
    this.generatedMessage = message === undefined;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError', enumerable: false, writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    if (Error.captureStackTrace) {
      this.name = 'AssertionError [ERR_ASSERTION]';
      Error.captureStackTrace(this, stackStartFn);
      this.name = 'AssertionError';
    }
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

function failWith(actual, expected, message, operator, stackStartFn) {
  if (message instanceof Error) throw message;
  throw new AssertionError({ actual, expected, message, operator, stackStartFn });
}

function assert(value, message) {
  if (!value) okFailed(value, message, arguments.length, assert);
}

function okFailed(value, message, count, stackStartFn) {
  if (message instanceof Error) throw message;
  let text = message;
  const generated = message === undefined;
  if (count === 0) {
    text = 'No value argument passed to `assert.ok()`';
  } else if (generated) {
    text = 'The expression evaluated to a falsy value';
  }
  const error = new AssertionError({
    actual: value, expected: true, message: text, operator: '==', stackStartFn,
  });
  error.generatedMessage = generated;
  throw error;
}

assert.ok = function ok(value, message) {
  if (!value) okFailed(value, message, arguments.length, ok);
};
assert.fail = function fail(message = 'Failed') {
  failWith(undefined, undefined, message, 'fail', fail);
};
assert.equal = function equal(actual, expected, message) {
  // eslint-disable-next-line eqeqeq
  if (!(actual == expected || (actual !== actual && expected !== expected))) {
    failWith(actual, expected, message, '==', equal);
  }
};
assert.notEqual = function notEqual(actual, expected, message) {
  // eslint-disable-next-line eqeqeq
  if (actual == expected) failWith(actual, expected, message, '!=', notEqual);
};
assert.strictEqual = function strictEqual(actual, expected, message) {
  if (!Object.is(actual, expected)) {
    failWith(actual, expected, message, 'strictEqual', strictEqual);
  }
};
assert.notStrictEqual = function notStrictEqual(actual, expected, message) {
  if (Object.is(actual, expected)) {
    failWith(actual, expected, message, 'notStrictEqual', notStrictEqual);
  }
};
assert.deepEqual = function deepEqual(actual, expected, message) {
  if (!isDeepEqual(actual, expected, false)) {
    failWith(actual, expected, message, 'deepEqual', deepEqual);
  }
};
assert.notDeepEqual = function notDeepEqual(actual, expected, message) {
  if (isDeepEqual(actual, expected, false)) {
    failWith(actual, expected, message, 'notDeepEqual', notDeepEqual);
  }
};
assert.deepStrictEqual = function deepStrictEqual(actual, expected, message) {
  if (!isDeepEqual(actual, expected, true)) {
    failWith(actual, expected, message, 'deepStrictEqual', deepStrictEqual);
  }
};
assert.notDeepStrictEqual =
  function notDeepStrictEqual(actual, expected, message) {
    if (isDeepEqual(actual, expected, true)) {
      failWith(actual, expected, message, 'notDeepStrictEqual', notDeepStrictEqual);
    }
  };

// Whether an error is what the test expects of it; throws what says no.
function checkError(error, expected, message, stackStartFn) {
  if (expected === undefined) return;
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && error instanceof expected) return;
    if (Error.isPrototypeOf(expected) || expected === Error) throw error;
    if (expected.call({}, error) === true) return;
    failWith(error, expected, message ??
      'The validation function is expected to return "true". Received ' +
      'something else', stackStartFn.name, stackStartFn);
  }
  if (expected instanceof RegExp) {
    if (expected.test(String(error))) return;
    failWith(error, expected, message ??
      `The input did not match the regular expression ${inspect(expected)}. ` +
      `Input:\n\n${inspect(String(error))}\n`, stackStartFn.name, stackStartFn);
  }
  const names = Object.keys(expected);
  if (expected instanceof Error) names.push('name', 'message');
  for (const name of names) {
    const wanted = expected[name];
    const found = error[name];
    const fits = wanted instanceof RegExp && typeof found === 'string'
      ? wanted.test(found) : isDeepEqual(found, wanted, true);
    if (!fits) failWith(error, expected, message, stackStartFn.name, stackStartFn);
  }
}

function expectThrow(thrown, args, stackStartFn) {
  let [expected, message] = args;
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  if (!thrown) {
    const what = expected && expected.name ? ` (${expected.name})` : '';
    failWith(undefined, expected,
      `Missing expected ${stackStartFn.name === 'rejects' ? 'rejection'
                                                          : 'exception'}${what}${
        message ? `: ${message}` : '.'}`, stackStartFn.name, stackStartFn);
  }
  checkError(thrown.error, expected, message, stackStartFn);
}

function runSync(run) {
  errors.checkFunction('fn', run);
  try {
    run();
  } catch (error) {
    return { error };
  }
  return undefined;
}

async function runAsync(run) {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    return { error };
  }
  return undefined;
}

assert.throws = function throws(run, ...args) {
  expectThrow(runSync(run), args, throws);
};
assert.rejects = async function rejects(run, ...args) {
  expectThrow(await runAsync(run), args, rejects);
};

function unwanted(thrown, args, stackStartFn) {
  if (!thrown) return;
  const message = typeof args[0] === 'string' ? args[0] : args[1];
  failWith(thrown.error, args[0], `Got unwanted ${
    stackStartFn.name === 'doesNotReject' ? 'rejection' : 'exception'}${
    message ? `: ${message}` : '.'}\nActual message: "${
    thrown.error && thrown.error.message}"`, stackStartFn.name, stackStartFn);
}

assert.doesNotThrow = function doesNotThrow(run, ...args) {
  unwanted(runSync(run), args, doesNotThrow);
};
assert.doesNotReject = async function doesNotReject(run, ...args) {
  unwanted(await runAsync(run), args, doesNotReject);
};
assert.ifError = function ifError(error) {
  if (error === null || error === undefined) return;
  failWith(error, null, `ifError got unwanted exception: ${
    typeof error === 'object' && error.message ? error.message : inspect(error)}`,
  'ifError', ifError);
};
assert.match = function match(text, expression, message) {
  if (typeof text === 'string' && expression.test(text)) return;
  failWith(text, expression, message ??
    `The input did not match the regular expression ${inspect(expression)}. ` +
    `Input:\n\n${inspect(text)}\n`, 'match', match);
};
assert.doesNotMatch = function doesNotMatch(text, expression, message) {
  if (typeof text === 'string' && !expression.test(text)) return;
  failWith(text, expression, message ??
    `The input was expected to not match the regular expression ${
      inspect(expression)}. Input:\n\n${inspect(text)}\n`, 'doesNotMatch',
  doesNotMatch);
};

assert.AssertionError = AssertionError;
assert.strict = Object.assign(function strict(value, message) {
  if (!value) okFailed(value, message, arguments.length, strict);
}, assert, {
  equal: assert.strictEqual, notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;
module.exports = assert;
