// memlab over one snapshot: loads it, with dominators and retained sizes, and
// adds up totals by constructor. Run by bench/heap.mjs:
//
//   node bench/heaps/memlab.cjs PACKAGES FILE
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [packages, file] = process.argv.slice(2);
const folder = createRequire(join(packages, 'x.js'));
const { config } = folder('@memlab/core');
const { getFullHeapFromFile } = folder('@memlab/heap-analysis');

config.muteConsole = true;
getFullHeapFromFile(file).then((heap) => {
  const totals = new Map();
  heap.nodes.forEach((node) => {
    const total = totals.get(node.name) ?? { count: 0, self: 0, retained: 0 };
    total.count++;
    total.self += node.self_size;
    total.retained += node.retainedSize;
    totals.set(node.name, total);
  });
  console.log(`${heap.nodes.length} nodes, ${totals.size} names`);
});
