// arguments holds what was passed, however many parameters there are.
function f(a, b) { return [arguments.length, f.length, arguments[0], arguments[2]] }
console.log(f(), f(1, 2, 3)) // expect: [ 0, 2, undefined, undefined ] [ 3, 2, 1, 3 ]
function kinds() { return [Array.isArray(arguments), typeof arguments, Object.prototype.toString.call(arguments)] }
console.log(kinds()) // expect: [ false, 'object', '[object Arguments]' ]
function items() { return [...arguments, Array.from(arguments).length, Object.keys(arguments).join()] }
console.log(items('x', 'y')) // expect: [ 'x', 'y', 2, '0,1' ]
function strict(a) { 'use strict'; a = 2; return arguments[0] }
console.log(strict(1)) // expect: 1
function assigned() { arguments[0] = 'changed'; arguments.length = 1; return [...arguments] }
console.log(assigned(1, 2)) // expect: [ 'changed' ]
function callee() { 'use strict'; return arguments.callee }
try { callee() } catch (e) { console.log(e.name) } // expect: TypeError
console.log((function () { return arguments.callee.name })(), (function (arguments) { return arguments })(3))
// expect:  3
console.log((function () { var arguments; return typeof arguments })(), (function () { let arguments = 4; return arguments })())
// expect: object 4
