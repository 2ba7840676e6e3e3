// node:tls - see internal/absent.
'use strict';
module.exports = require('internal/absent')('tls', [
  'connect', 'createServer',
]);
