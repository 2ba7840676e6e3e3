// node:dns - see internal/absent.
'use strict';
module.exports = require('internal/absent')('dns', [
  'lookup', 'resolve',
]);
