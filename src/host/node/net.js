// node:net - see internal/absent.
'use strict';
module.exports = require('internal/absent')('net', [
  'connect', 'createConnection', 'createServer', 'Socket', 'Server',
]);
module.exports.isIP = () => 0;
