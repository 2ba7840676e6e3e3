// An error that a built-in constructor throws is captured with its frames, of
// which the constructor is one, before any program has asked for its prototype.
const newTarget = Object.defineProperty(function () {}.bind(null), 'prototype', {
  get() { throw new Error('not reached'); },
});
try {
  Reflect.construct(ArrayBuffer, [10, { maxByteLength: 0 }], newTarget);
} catch (error) {
  console.log(error.name); // expect: RangeError
  console.log(/new ArrayBuffer/.test(error.stack)); // expect: true
}
