// A direct eval in a module sees its imports and its `this`, which is undefined.
import { value, raise } from './fixtures/modules/counting.mjs';
let local = 5;
console.log(typeof this, eval('typeof this'), (() => eval('typeof this'))());
// expect: undefined undefined undefined
console.log(eval('value + local')); // expect: 6
raise();
console.log(eval('value')); // expect: 2
try {
  eval('value = 1');
} catch (error) {
  console.log(error.message); // expect: Assignment to constant variable.
}
console.log(eval('var own = 1; own'), typeof own); // expect: 1 undefined
console.log((0, eval)('this === globalThis')); // expect: true
