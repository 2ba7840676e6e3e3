// node:child_process - see internal/absent.
'use strict';
module.exports = require('internal/absent')('child_process', [
  'spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork',
]);
