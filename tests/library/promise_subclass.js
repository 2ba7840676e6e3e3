// Subclasses: the combinators and then() make what the constructor says.
class Loud extends Promise {
  constructor(executor) { super(executor); console.log('made'); }
}
const first = Loud.resolve(1); // expect: made
const second = first.then((v) => v + 1); // expect: made
console.log(second instanceof Loud, Loud.resolve(second) === second); // expect: true true
class Quiet extends Loud { static get [Symbol.species]() { return Promise; } }
const third = Quiet.resolve(1); // expect: made
console.log(third.then(() => {}) instanceof Quiet); // expect: false
try { Promise(); } catch (e) { console.log(e.message); } // expect: Promise constructor cannot be invoked without 'new'
try { new Promise(5); } catch (e) { console.log(e.message); } // expect: Promise resolver 5 is not a function
const { promise, resolve } = Promise.withResolvers();
promise.then(console.log);
resolve('resolved');
Promise.try((a, b) => a + b, 1, 2).then((v) => console.log('try', v));
// expect: resolved
// expect: try 3
