// Function makes functions of the global scope from texts.
var scope = 'global';
(function () {
  var scope = 'local';
  console.log(Function('return scope')()); // expect: global
})();
const add = new Function('a', 'b = 2, ...more', 'return a + b + more.length');
console.log(add(1), add(1, 1, 0), add.length, add.name); // expect: 3 3 1 anonymous
console.log(add.toString());
// expect: function anonymous(a,b = 2, ...more
// expect: ) {
// expect: return a + b + more.length
// expect: }
console.log(String(Function()).split("\n").length); // expect: 4
console.log(Function('a', '//', 'return a')(1)); // expect: 1
console.log(Function('/* a */', '-->\nreturn 2')()); // expect: 2
console.log(new Function('return typeof anonymous')()); // expect: undefined
class Special extends Function {
  twice() {
    return this() * 2;
  }
}
console.log(new Special('return 21').twice()); // expect: 42

function refused(...texts) {
  try {
    new Function(...texts);
  } catch (error) {
    console.log(`${error.name}: ${error.message}`);
  }
}
refused('/*', '*/){'); // expect: SyntaxError: Unexpected end of arg string
refused('a', '}, function () {'); // expect: SyntaxError: Unexpected token ','
refused('foo bar'); // expect: SyntaxError: Unexpected identifier 'bar'
refused('super()'); // expect: SyntaxError: 'super' keyword unexpected here
refused('a, a', '"use strict"');
// expect: SyntaxError: Duplicate parameter name not allowed in this context
