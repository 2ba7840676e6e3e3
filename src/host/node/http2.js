// node:http2 - see internal/absent.
'use strict';
module.exports = require('internal/absent')('http2', [
  'connect', 'createServer',
]);
