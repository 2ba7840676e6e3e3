// node:v8 - what there is of it in another engine.
'use strict';
const { process } = require('internal/binding');
module.exports = {
  getHeapStatistics() {
    const { heapTotal, heapUsed, external } = process.memoryUsage();
    return {
      total_heap_size: heapTotal, used_heap_size: heapUsed,
      external_memory: external, heap_size_limit: 2 ** 31,
    };
  },
  setFlagsFromString() {},
  cachedDataVersionTag: () => 0,
};
