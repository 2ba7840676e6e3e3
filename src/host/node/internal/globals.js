// Puts the globals of Node in place of the accessors that opened the layer.
'use strict';

function define(target, name, value) {
  Object.defineProperty(target, name, {
    value, writable: true, enumerable: false, configurable: true,
  });
}

require('internal/process');
define(globalThis, 'global', globalThis);
