// node:async_hooks - a store that follows synchronous calls alone.
'use strict';
class AsyncLocalStorage {
  #store;
  run(store, run, ...args) {
    const before = this.#store;
    this.#store = store;
    try {
      return run(...args);
    } finally {
      this.#store = before;
    }
  }
  exit(run, ...args) { return this.run(undefined, run, ...args); }
  getStore() { return this.#store; }
  enterWith(store) { this.#store = store; }
  disable() { this.#store = undefined; }
}
class AsyncResource {
  constructor(type) { this.type = type; }
  runInAsyncScope(run, receiver, ...args) {
    return Reflect.apply(run, receiver, args);
  }
  emitDestroy() { return this; }
  asyncId() { return 0; }
  triggerAsyncId() { return 0; }
}
module.exports = {
  AsyncLocalStorage, AsyncResource, executionAsyncId: () => 0,
  triggerAsyncId: () => 0,
  createHook: () => ({ enable() { return this; }, disable() { return this; } }),
};
