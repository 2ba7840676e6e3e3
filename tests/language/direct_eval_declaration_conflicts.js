// A var of an eval must not pass through a let of the same name; but it may
// through the parameter of a catch.
function attempt(run) {
  try {
    return run();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}
console.log(attempt(() => { let a; eval('var a'); }));
// expect: SyntaxError: Identifier 'a' has already been declared
console.log(attempt(() => { { let a; { eval('var a'); } } }));
// expect: SyntaxError: Identifier 'a' has already been declared
console.log(attempt(() => { const f = 1; eval('function f() {}'); }));
// expect: SyntaxError: Identifier 'f' has already been declared
console.log(attempt(() => eval('let a; var a')));
// expect: SyntaxError: Identifier 'a' has already been declared
let top = 1;
console.log(attempt(() => (0, eval)('var top')));
// expect: SyntaxError: Identifier 'top' has already been declared
console.log(attempt((a = eval('var a = 1')) => a));
// expect: SyntaxError: Identifier 'a' has already been declared
console.log(attempt(() => eval('undeclared_name')));
// expect: ReferenceError: undeclared_name is not defined
console.log(attempt(() => { eval('early'); let early; }));
// expect: ReferenceError: Cannot access 'early' before initialization
console.log(attempt(() => { const fixed = 1; eval('fixed = 2'); }));
// expect: TypeError: Assignment to constant variable.

try {
  throw 'thrown';
} catch (caught) {
  eval('var caught = "assigned"'); // the parameter gets the value
  console.log(caught); // expect: assigned
}
console.log(caught); // expect: undefined

// let, const and class of an eval are its own, and all of strict code
console.log(attempt(() => { eval('let own = 1'); return typeof own; })); // expect: undefined
console.log(attempt(() => { eval('"use strict"; var own = 1'); return typeof own; }));
// expect: undefined
console.log((() => { 'use strict'; eval('var own = 1'); return typeof own; })());
// expect: undefined

// a function in a block of an eval, unless a let is in the way
(function () {
  eval('{ function hoisted() { return 1 } }');
  console.log(hoisted()); // expect: 1
  let kept = 'kept';
  eval('{ function kept() { return 1 } }');
  console.log(kept); // expect: kept
})();
