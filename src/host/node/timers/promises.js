// node:timers/promises
'use strict';
module.exports = {
  setTimeout: (delay, value) =>
    new Promise((resolve) => { setTimeout(resolve, delay, value); }),
  setImmediate: (value) =>
    new Promise((resolve) => { setImmediate(resolve, value); }),
  async* setInterval(delay, value) {
    for (;;) {
      await module.exports.setTimeout(delay);
      yield value;
    }
  },
  scheduler: {
    wait: (delay) => module.exports.setTimeout(delay),
    yield: () => module.exports.setImmediate(),
  },
};
