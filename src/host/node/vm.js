// node:vm - code by text, in this context: there is no other.
'use strict';
const errors = require('internal/errors');

const evaluate = eval;

class Script {
  #code;
  constructor(code) { this.#code = String(code); }
  runInThisContext() { return evaluate(this.#code); }
  runInNewContext() { throw unavailable(); }
  runInContext() { throw unavailable(); }
  createCachedData() { return require('buffer').Buffer.alloc(0); }
}

function unavailable() {
  return errors.coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    'vm contexts are unavailable: all code runs in one context');
}

module.exports = {
  Script,
  runInThisContext: (code) => evaluate(String(code)),
  runInNewContext() { throw unavailable(); },
  runInContext() { throw unavailable(); },
  createContext() { throw unavailable(); },
  isContext: () => false,
  compileFunction: (code, parameters = []) => new Function(...parameters, code),
};
