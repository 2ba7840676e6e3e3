// Items with attributes of their own need dictionary elements.
let frozen = Object.defineProperty([], '0', {
  value: 'ahmed',
  writable: false,
  enumerable: false,
  configurable: false,
});
let ordinary = Object.defineProperties([], [
  { value: 'one', writable: true, enumerable: true, configurable: true },
]);
console.log(frozen.length, ordinary.length);
