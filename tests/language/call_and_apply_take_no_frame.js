// f.call and f.apply become the call that they stand for: deep chains of them
// need no C stack, and `arguments` goes on whatever was passed.
'use strict';
function sum() {
  let total = 0;
  for (const each of arguments) total += each;
  return total;
}
console.log(sum.call(null, 1, 2, 3)); // expect: 6
console.log(sum.apply(null, [1, 2, 3, 4])); // expect: 10
console.log(sum.apply(null)); // expect: 0
console.log(sum.call()); // expect: 0
console.log(sum.apply(null, undefined), sum.apply(null, null)); // expect: 0 0
console.log(sum.apply(null, { length: 2, 0: 5, 1: 6 })); // expect: 11
console.log(sum.apply(null, [1, , 2])); // expect: NaN

function pass() {
  return sum.apply(this, arguments);
}
console.log(pass(1, 2), pass()); // expect: 3 0

// what was done to `arguments` counts
function shorter() {
  arguments.length = 1;
  return sum.apply(this, arguments);
}
console.log(shorter(7, 8)); // expect: 7
function holey() {
  delete arguments[0];
  return (function () { return 0 in arguments; }).apply(null, arguments);
}
console.log(holey(1)); // expect: true

// call of call, apply of call
console.log(Function.prototype.call.call(sum, 0, 1, 2)); // expect: 3
console.log(sum.call.apply(sum, [0, 1, 2])); // expect: 3
console.log(Reflect.apply(sum.apply, sum, [0, [4, 5]])); // expect: 9

// natives and bound functions as targets
console.log(Math.max.apply(null, [3, 9, 4])); // expect: 9
console.log(sum.bind(null, 10).call(1, 2)); // expect: 12
console.log([].concat.apply([1], [[2], 3]).join()); // expect: 1,2,3

// deeper than any C stack would be
function down(n) {
  return n ? down.call(null, n - 1) : 'bottom';
}
console.log(down(20000)); // expect: bottom

// errors name what was called
try {
  sum.apply.call(5, null);
} catch (error) {
  console.log(error.message);
  // expect: Function.prototype.apply was called on 5, which is a number and not a function
}
try {
  sum.apply(null, 1);
} catch (error) {
  console.log(error.message); // expect: CreateListFromArrayLike called on non-object
}
