// Node as it is after its start, and with SIZE of its own modules loaded.
//
//   node bench/heaps/startup.cjs SIZE OUT.heapsnapshot
'use strict';
const { builtinModules } = require('node:module');
const v8 = require('node:v8');

const [size, out] = process.argv.slice(2);
const names = builtinModules.filter((name) =>
  !name.startsWith('_') && !/^(repl|test|wasi|sqlite)/.test(name));
globalThis.loaded = names.slice(0, Number(size)).map((name) => require(name));
v8.writeHeapSnapshot(out);
