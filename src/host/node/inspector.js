// node:inspector - see internal/absent.
'use strict';
module.exports = require('internal/absent')('inspector', [
  'Session', 'open',
]);
