// node:cluster - see internal/absent.
'use strict';
module.exports = require('internal/absent')('cluster', [
  'fork',
]);
module.exports.isMaster = module.exports.isPrimary = true;
