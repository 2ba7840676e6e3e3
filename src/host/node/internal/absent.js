// Core modules that need what a run here does not have: processes, threads,
// the network. They can be required, as programs do at their top; to use them
// is an error.
'use strict';
const errors = require('internal/errors');

module.exports = function absent(name, functions) {
  const result = {};
  for (const each of functions) {
    result[each] = {
      [each]: function () {
        throw errors.coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
          `The feature ${name}.${each} is unavailable on the current platform, ` +
          'which is being used to run Node.js');
      },
    }[each];
  }
  return result;
};
