// node:process
'use strict';
module.exports = require('internal/binding').process;
