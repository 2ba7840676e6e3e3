// The vars of evals among the parameters are outside of the parameters, and the
// body has vars of its own.
function f(a = eval('var made = 1; made + 1'), b = made) {
  var copy = made;
  eval('var made = 5');
  return [a, b, copy, made, (() => made)()].join();
}
console.log(f()); // expect: 2,1,1,5,5
console.log(typeof made); // expect: undefined

const arrow = (a = eval('var seen = "parameter"'), b = () => seen) => {
  eval('var seen = "body"');
  return [seen, b()].join();
};
console.log(arrow()); // expect: body,parameter
const short = (a = eval('var x = 1'), b = x) => [eval('var x = 2; x'), b].join();
console.log(short()); // expect: 2,1

// in an arrow there is no `arguments` that would be in the way
const own = (a = eval('var arguments = "mine"'), b = () => arguments) => b();
console.log(own()); // expect: mine
try {
  (function (a = eval('var arguments')) {})();
} catch (error) {
  console.log(error.message);
  // expect: Identifier 'arguments' has already been declared
}
