// Defaults are worked out at each call, left to right, when undefined arrives.
let calls = 0
const next = () => ++calls
function f(a, b = next(), c = a + b) { return [a, b, c] }
console.log(f(1), f(1, undefined), f(1, null), f(1, 5, 6))
// expect: [ 1, 1, 2 ] [ 1, 2, 3 ] [ 1, null, 1 ] [ 1, 5, 6 ]
console.log(f.length, ((a = 1, b) => 0).length) // expect: 1 0
function later(a = b, b = 1) { return a }
try { later() } catch (e) { console.log(e.message) } // expect: Cannot access 'b' before initialization
function scopes(x, read = () => x) { var x; const before = x; x = 'body'; return [before, read()] }
console.log(scopes('argument')) // expect: [ 'argument', 'argument' ]
function self(again = self) { return again === self }
console.log(self()) // expect: true
const shadow = (undefined_ = 1, { a = 2, b: [c = 3] = [] } = {}) => [undefined_, a, c]
console.log(shadow(), shadow(0, { b: [9] })) // expect: [ 1, 2, 3 ] [ 0, 2, 9 ]
function thisToo(me = this.name) { return me }
console.log(thisToo.call({ name: 'receiver' })) // expect: receiver
function args(a = arguments.length) { return a }
console.log(args(), args(undefined, 2)) // expect: 0 2
