// node:repl - see internal/absent.
'use strict';
module.exports = require('internal/absent')('repl', [
  'start',
]);
