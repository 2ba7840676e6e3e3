// node:readline - see internal/absent.
'use strict';
module.exports = require('internal/absent')('readline', [
  'createInterface',
]);
