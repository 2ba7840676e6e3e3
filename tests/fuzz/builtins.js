// The program that fuzz_builtins.c runs: `fuzz(bytes)` reads an array of bytes
// as calls of built-in functions on odd values. Whatever is found by walking
// from the global object is called, with whatever earlier calls made as well.
'use strict';

// ---- What can be called -------------------------------------------------------

// These do what they should when they end the run or wait for ever.
const LEFT_OUT = new Set(['exit', 'abort', 'kill', 'wait', 'reallyExit']);

function collect(root) {
  const seen = new Set();
  const found = [];
  const queue = [root];
  while (queue.length && found.length < 4000) {
    const holder = queue.shift();
    if (seen.has(holder)) continue;
    seen.add(holder);
    for (const key of Reflect.ownKeys(holder)) {
      const property = Reflect.getOwnPropertyDescriptor(holder, key);
      for (const value of [property.value, property.get, property.set]) {
        const isObject = typeof value === 'object' && value !== null;
        if (typeof value !== 'function' && !isObject) continue;
        if (typeof value === 'function' && !LEFT_OUT.has(key)) {
          found.push(value);
        }
        queue.push(value);
      }
    }
    const parent = Reflect.getPrototypeOf(holder);
    if (parent) queue.push(parent);
  }
  return [...new Set(found)];
}

const functions = collect(globalThis);

// ---- Odd values ---------------------------------------------------------------

const thrower = { get x() { throw new TypeError('getter'); } };

// Each makes a fresh value; `pool` holds what earlier calls made.
const makers = [
  () => undefined, () => null, () => true, () => 0, () => -0, () => -1,
  () => 1, () => 3, () => 2 ** 31, () => 2 ** 32 - 1, () => 2 ** 53 - 1,
  () => NaN, () => Infinity, () => -Infinity, () => 0.5, () => 1e300,
  () => '', () => 'abc', () => 'a'.repeat(1000), () => '\ud800', () => '-1',
  () => '(a+)+$', () => 'length', () => '__proto__', () => '2020-02-30',
  () => Symbol('s'), () => Symbol.iterator, () => Symbol.toPrimitive,
  () => ({}), () => [], () => [1, , 3], () => Array(5), () => thrower,
  () => [3, 'b', null, {}, [1]], () => Object.freeze([1, 2]),
  () => ({ length: 2 ** 53 - 1, 0: 1 }), () => ({ length: -1 }),
  () => ({ valueOf() { throw new Error('valueOf'); } }),
  () => ({ toString() { return 'x'; }, valueOf() { return 7; } }),
  () => ({ [Symbol.toPrimitive]() { return {}; } }),
  () => ({ [Symbol.iterator]() { return { next: () => ({ value: 1 }) }; } }),
  () => ({ [Symbol.iterator]() { return { next() { throw 1; } }; } }),
  () => ({ [Symbol.iterator]() { return 5; } }),
  () => ({ get length() { throw new RangeError('length'); } }),
  () => ({ then(resolve) { resolve(this); } }),
  () => ({ get then() { throw new Error('then'); } }),
  () => function f(a, b) { return this ?? a ?? b; }, () => (a) => a,
  () => class { constructor(...all) { this.all = all; } },
  () => { throw new Error('maker'); },
  () => new Map([[1, {}], [NaN, 2]]), () => new Set([1, 'a', {}]),
  () => new WeakMap(), () => new Error('e', { cause: 1 }),
  () => Object.create(null), () => Object.create([1, 2, 3]),
  () => new (class extends Array {})(1, 2, 3),
  () => (function () { return arguments; })(1, 2),
  () => globalThis,
];

// Kinds that an engine may lack are made by name.
const byName = (name, ...list) => () => new globalThis[name](...list);
makers.push(
  byName('ArrayBuffer', 16), byName('ArrayBuffer', 8, { maxByteLength: 64 }),
  byName('Uint8Array', 8), byName('Float64Array', [1, NaN, -0]),
  byName('BigInt64Array', 3), () => new DataView(new ArrayBuffer(8)),
  byName('Proxy', {}, {}), byName('Proxy', [1, 2], {}),
  byName('Proxy', function () {}, {
    get() { throw new Error('trap'); },
    ownKeys() { return ['a', 'a']; },
    getPrototypeOf() { return 1; },
  }),
  () => {
    const { proxy, revoke } = globalThis.Proxy.revocable([], {});
    revoke();
    return proxy;
  },
  byName('Date', 0), byName('Date', NaN), byName('RegExp', '(?<n>a)|b', 'dgy'),
  byName('RegExp', '(a*)*b', ''), () => globalThis.BigInt(-5),
  () => globalThis.BigInt(2) ** globalThis.BigInt(100),
  byName('Promise', (resolve) => resolve(1)), byName('WeakRef', {}),
  byName('FinalizationRegistry', () => {}),
);

// ---- Reading bytes ------------------------------------------------------------

const POOL_MAX = 32;

globalThis.fuzz = function (bytes) {
  const pool = [];
  let at = 0;
  const byte = () => bytes[at++] ?? 0;
  const choose = (list) => list[(byte() << 8 | byte()) % list.length];
  const keep = (value) => {
    if (pool.length < POOL_MAX) pool.push(value);
    else pool[byte() % POOL_MAX] = value;
  };
  const value = () => {
    const from = byte();
    if (pool.length && from & 1) return pool[(from >> 1) % pool.length];
    return choose(makers)();
  };
  const steps = [
    () => keep(Reflect.apply(choose(functions), value(), list())),
    () => keep(Reflect.apply(choose(functions), value(), list())),
    () => keep(Reflect.construct(choose(functions), list())),
    () => { const o = value(); keep(o[choose(functions).name]); },
    () => { const o = value(); o[value()] = value(); },
    () => { const o = value(); keep(o[choose(functions).name](...list())); },
    () => keep([...value()]),
    () => keep({ ...value() }),
    () => { const { a, ...rest } = value(); keep([a, rest]); },
    () => keep(Object.defineProperty(value(), value(), {
      get: value(), set: value(), configurable: true,
    })),
    () => Object.setPrototypeOf(value(), value()),
    () => { const o = value(); delete o[value()]; },
    () => { for (const key in value()) keep(key); },
    () => keep(value() + value()),
    () => keep(value() < value() || value() == value()),
    () => keep(`${value()}`),
    () => keep(value() instanceof value()),
  ];
  const list = () => Array.from({ length: byte() % 5 }, value);
  while (at < bytes.length) {
    try {
      steps[byte() % steps.length]();
    } catch (error) {
      keep(error);
    }
  }
};
