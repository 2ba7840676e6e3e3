// bind fixes `this` and first arguments; length and name follow.
function add(a, b, c) { return [this.k, a, b, c].join() }
const bound = add.bind({ k: 'K' }, 1)
console.log(bound(2, 3), bound.length, bound.name, 'prototype' in bound) // expect: K,1,2,3 2 bound add false
console.log(bound.bind({ k: 'no' }, 2)(3), bound.bind().name, bound.bind(null, 1, 2, 3).length) // expect: K,1,2,3 bound bound add 0
class Point { constructor(x, y) { this.x = x; this.y = y; this.t = new.target === Point } }
const From1 = Point.bind(null, 1)
const p = new From1(2)
console.log(p.x, p.y, p.t, p instanceof Point, p instanceof From1) // expect: 1 2 true true true
console.log((() => 1).bind().name === 'bound ', Object.defineProperty(function () {}, 'name', { value: 5 }).bind().name) // expect: true bound 
console.log(Object.defineProperty(function () {}, 'length', { value: 2.7 }).bind(null, 1).length) // expect: 1
console.log(Object.defineProperty(function () {}, 'length', { value: Infinity }).bind(null, 1).length) // expect: Infinity
try { Function.prototype.bind.call(1) } catch (e) { console.log(String(e)) } // expect: TypeError: Bind must be called on a function
console.log(Math.max.bind(null, 5)(1, 7), bound.toString()) // expect: 7 function () { [native code] }
