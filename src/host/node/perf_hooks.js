// node:perf_hooks
'use strict';
const marks = new Map();
const { performance } = globalThis;

function entry(entryType, name, startTime, duration, detail = null) {
  return { name, entryType, startTime, duration, detail };
}

const more = {
  mark(name, options) {
    const mark = entry('mark', name, performance.now(), 0,
      options && options.detail);
    marks.set(name, mark);
    return mark;
  },
  measure(name, from, to) {
    const start = typeof from === 'string' ? marks.get(from).startTime : 0;
    const end = typeof to === 'string' ? marks.get(to).startTime
                                       : performance.now();
    return entry('measure', name, start, end - start);
  },
  clearMarks(name) {
    if (name === undefined) marks.clear();
    else marks.delete(name);
  },
  clearMeasures() {},
  getEntries: () => [...marks.values()],
  getEntriesByName: (name) => [...marks.values()].filter((m) => m.name === name),
  getEntriesByType: (type) =>
    [...marks.values()].filter((m) => m.entryType === type),
  timerify: (run) => run,
  eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
  toJSON: () => ({ timeOrigin: performance.timeOrigin }),
};
for (const name of Object.keys(more)) {
  if (!(name in performance)) {
    Object.defineProperty(performance, name, {
      value: more[name], writable: true, configurable: true,
    });
  }
}

class PerformanceObserver {
  observe() {}
  disconnect() {}
  static supportedEntryTypes = [];
}

module.exports = { performance, PerformanceObserver, constants: {} };
