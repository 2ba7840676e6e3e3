// node:dgram - see internal/absent.
'use strict';
module.exports = require('internal/absent')('dgram', [
  'createSocket',
]);
