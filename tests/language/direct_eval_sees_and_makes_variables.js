// Sloppy direct eval is code of the function that calls it: it sees all of its
// variables, and its `var` makes new ones there.
function sees() {
  var a = 1;
  eval('var b = a + 1; a = 10');
  return [a, b];
}
console.log(sees().join()); // expect: 10,2

var which = 'global';
function may(code) {
  eval(code);
  return which;
}
console.log(may('var which = "local"'), may('')); // expect: local global
function closure(code) {
  eval(code);
  return () => which;
}
console.log(closure('var which = "closed"')()); // expect: closed
console.log(closure('')()); // expect: global

function makes() {
  eval('function inner() { return 7 }');
  return inner();
}
console.log(makes()); // expect: 7
console.log(typeof inner); // expect: undefined

// what eval made can be deleted, what the text declares cannot
function deletes() {
  var fixed;
  eval('var made = 1');
  return [typeof made, delete made, typeof made, delete fixed].join();
}
console.log(deletes()); // expect: number,true,undefined,false

// in blocks and loops
for (let i of [1, 2]) eval('console.log("turn", i)');
// expect: turn 1
// expect: turn 2
switch (1) {
  case 1:
    let chosen = 5;
    console.log(eval('chosen')); // expect: 5
}
(function named() {
  console.log(eval('named') === named); // expect: true
})();
var counter = 1;
(function () {
  console.log(eval('counter += 1'), counter++, counter); // expect: 2 2 3
})();
// nested evals share the variables of the function
(function () {
  eval("eval('var deep = 1'); var less = deep + 1");
  console.log(deep, less); // expect: 1 2
})();
