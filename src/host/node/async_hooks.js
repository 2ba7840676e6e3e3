// node:async_hooks - AsyncLocalStorage follows calls, promises, timers and
// whatever else the host queues (host/async_context.h).
'use strict';
const binding = require('internal/binding');
const errors = require('internal/errors');

class AsyncLocalStorage {
  #default;
  #name = '';
  #isDisabled = false;

  constructor(options = {}) {
    this.#default = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  get name() { return this.#name; }
  run(store, run, ...args) {
    errors.checkFunction('callback', run);
    this.#isDisabled = false;
    return binding.runWith(this, store, run, args);
  }
  exit(run, ...args) { return this.run(undefined, run, ...args); }
  getStore() {
    if (this.#isDisabled) return undefined;
    return binding.getStore(this) ?? this.#default;
  }
  enterWith(store) {
    this.#isDisabled = false;
    binding.enterWith(this, store);
  }
  // Contexts that were taken along keep their value, but nobody sees it.
  disable() {
    this.#isDisabled = true;
    binding.enterWith(this, undefined);
  }

  static bind(run) {
    errors.checkFunction('fn', run);
    return AsyncResource.bind(run, 'bound-anonymous-fn');
  }

  static snapshot() {
    const inside = binding.snapshot();
    return (run, ...args) => inside(run, undefined, args);
  }
}

let lastId = 1;

class AsyncResource {
  #inside = binding.snapshot();
  #id = ++lastId;

  constructor(type) {
    if (typeof type !== 'string') throw errors.invalidType('type', 'string', type);
  }

  runInAsyncScope(run, receiver, ...args) {
    return this.#inside(run, receiver, args);
  }

  bind(run, receiver) {
    errors.checkFunction('fn', run);
    const resource = this;
    return function bound(...args) {
      return resource.runInAsyncScope(run, receiver ?? this, ...args);
    };
  }

  static bind(run, type, receiver) {
    return new AsyncResource(type || run.name || 'bound-anonymous-fn')
      .bind(run, receiver);
  }

  emitDestroy() { return this; }
  asyncId() { return this.#id; }
  triggerAsyncId() { return 1; }
}

// Nothing tells hooks of what begins and ends here: who counts on them hears so.
let hasWarned = false;
class AsyncHook {
  enable() {
    if (!hasWarned) {
      require('internal/binding').process.emitWarning(
        'async_hooks.createHook: hooks are never called here; AsyncLocalStorage ' +
        'and AsyncResource work');
    }
    hasWarned = true;
    return this;
  }

  disable() { return this; }
}

module.exports = {
  AsyncLocalStorage, AsyncResource, executionAsyncId: () => 1,
  triggerAsyncId: () => 0, executionAsyncResource: () => ({}),
  createHook: () => new AsyncHook(),
};
