// An imported variable is the variable of the other module.
import { count, increase, constant as renamed } from './fixtures/modules/counter.mjs';
import Counter, * as all from './fixtures/modules/counter.mjs';
console.log(count, renamed, Counter.name); // expect: 0 constant Counter
increase();
console.log(count, all.count, increase()); // expect: 1 1 2
const closure = () => count;
console.log(closure()); // expect: 2
try {
  count = 5;
} catch (error) {
  console.log(error.name, error.message); // expect: TypeError Assignment to constant variable.
}
console.log(typeof this, typeof arguments, (() => this)()); // expect: undefined undefined undefined
var top = 1;
console.log(globalThis.top); // expect: undefined
