// node:https - see internal/absent.
'use strict';
module.exports = require('internal/absent')('https', [
  'request', 'get', 'createServer', 'Agent',
]);
