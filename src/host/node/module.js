// node:module - CommonJS as the loader does it.
'use strict';
module.exports = require('internal/module');
