// Puts the globals of Node in place of the accessors that opened the layer.
'use strict';

const { isBrowser } = require('internal/binding');

function define(target, name, value) {
  Object.defineProperty(target, name, {
    value, writable: true, enumerable: false, configurable: true,
  });
}

// A global that is made when it is first used.
function lazily(name, make) {
  Object.defineProperty(globalThis, name, {
    get() {
      const value = make();
      define(globalThis, name, value);
      return value;
    },
    set(value) { define(globalThis, name, value); },
    enumerable: false, configurable: true,
  });
}

require('internal/process');
if (!isBrowser) {
  define(globalThis, 'global', globalThis);
  lazily('Buffer', () => require('buffer').Buffer);
}
lazily('atob', () => require('buffer').atob);
lazily('btoa', () => require('buffer').btoa);
lazily('URL', () => require('url').URL);
lazily('URLSearchParams', () => require('url').URLSearchParams);
lazily('TextEncoder', () => require('internal/encoding').TextEncoder);
lazily('TextDecoder', () => require('internal/encoding').TextDecoder);
lazily('structuredClone', () => require('internal/structured_clone').structuredClone);
for (const name of ['fetch', 'Response', 'Request', 'Headers']) {
  lazily(name, () => require('internal/fetch')[name]);
}
for (const name of ['ReadableStream', 'ReadableStreamDefaultReader',
  'ReadableStreamDefaultController']) {
  lazily(name, () => require('internal/readable_stream')[name]);
}
lazily('BroadcastChannel',
  () => require('internal/broadcast_channel').BroadcastChannel);
lazily('glassheap', () => require('internal/glassheap'));
lazily('DOMException', () => require('internal/structured_clone').DOMException);

// util.promisify of timers.
const promised = Symbol.for('nodejs.util.promisify.custom');
define(setTimeout, promised, (delay, value) =>
  new Promise((resolve) => { setTimeout(resolve, delay, value); }));
if (!isBrowser) {
  define(setImmediate, promised, (value) =>
    new Promise((resolve) => { setImmediate(resolve, value); }));
}
