// A function declaration can be called before its text; the last one wins.
console.log(before(), typeof before) // expect: hoisted function
function before() { return 'hoisted' }
function twice() { return 1 }
function twice() { return 2 }
console.log(twice()) // expect: 2
var twice
console.log(typeof twice) // expect: function
function inner() { return g(); function g() { return 'inner g' } }
console.log(inner()) // expect: inner g
function overParameter(p) { return typeof p; function p() {} }
console.log(overParameter(1)) // expect: function
var later = 'value'
function later() {}
console.log(typeof later) // expect: string
