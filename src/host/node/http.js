// node:http - see internal/absent.
'use strict';
module.exports = require('internal/absent')('http', [
  'request', 'get', 'createServer', 'Agent',
]);
