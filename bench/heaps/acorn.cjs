// Syntax trees: acorn parses its own source SIZE times, and all trees are kept.
//
//   node bench/heaps/acorn.cjs SIZE OUT.heapsnapshot
//
// acorn is looked for in HEAP_PEERS, the folder of packages that bench/heap.mjs
// makes. Every second tree has its locations. A tree takes about 9 MB of the
// file.
'use strict';
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const v8 = require('node:v8');

const folder = createRequire(join(process.env.HEAP_PEERS ?? '.', 'x.js'));
const acorn = folder('acorn');
const source = readFileSync(folder.resolve('acorn'), 'utf8');

const [size, out] = process.argv.slice(2);
globalThis.trees = Array.from({ length: Number(size) }, (_, i) =>
  acorn.parse(source, { ecmaVersion: 2022, locations: i % 2 === 0 }));
v8.writeHeapSnapshot(out);
