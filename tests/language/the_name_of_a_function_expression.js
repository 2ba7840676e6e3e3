// The name is bound inside the function only, and cannot be reassigned.
const f = function inner(n) { return n ? inner(n - 1) : typeof inner }
console.log(f(3), typeof inner) // expect: function undefined
const sloppy = function me() { me = 1; return typeof me }
console.log(sloppy()) // expect: function
const strict = function me() { 'use strict'; me = 1 }
try { strict() } catch (e) { console.log(e.message) } // expect: Assignment to constant variable.
console.log((function shadow() { var shadow = 5; return shadow })()) // expect: 5
console.log((function shadow(shadow) { return shadow })(6)) // expect: 6
const C = class Inner { static self() { return Inner === C } }
console.log(C.self(), typeof Inner) // expect: true undefined
