// locales and options go on to every item
const numbers = new Float64Array([1234.5, 0.25]);
console.log(numbers.toLocaleString('de-DE')); // expect: 1.234,5,0,25
console.log(numbers.toLocaleString('en-US', { style: 'percent' })); // expect: 123,450%,25%
console.log(new Int8Array(3).toLocaleString()); // expect: 0,0,0

// an item's own method is asked, with both
const original = Number.prototype.toLocaleString;
Number.prototype.toLocaleString = function (...given) {
  return `${this}:${given.length}:${given}`;
};
console.log(new Uint8Array([7, 8]).toLocaleString('x', 'y')); // expect: 7:2:x,y,8:2:x,y

// texts that grow too long end in an error, and early
let calls = 0;
Number.prototype.toLocaleString = () => (calls++, 'x'.repeat(2 ** 28));
try {
  new Uint8Array(64).toLocaleString();
} catch (error) {
  console.log(String(error)); // expect: RangeError: Invalid string length
}
console.log(calls < 5); // expect: true
try {
  new Uint8Array(64).join('x'.repeat(2 ** 28));
} catch (error) {
  console.log(String(error)); // expect: RangeError: Invalid string length
}
Number.prototype.toLocaleString = original;
