// delete removes own configurable properties and says whether it may.
const o = { a: 1, b: 2, get c() { return 3 } }
console.log(delete o.a, delete o.missing, delete o['b'], delete o.c, o) // expect: true true true true {}
const frozen = Object.freeze({ x: 1 })
console.log(delete frozen.x, frozen.x) // expect: false 1
const strict = () => { 'use strict'; delete frozen.x }
try { strict() } catch (e) { console.log(e.name, e.message) }
// expect: TypeError Cannot delete property 'x' of #<Object>
const list = [1, 2, 3]
console.log(delete list[1], list, list.length, delete list.length)
// expect: true [ 1, <1 empty item>, 3 ] 3 false
console.log(delete 5, delete (() => 1)(), delete o?.z, delete undefined?.z) // expect: true true true true
class P { m() {} }
const p = new P()
console.log(delete p.m, typeof p.m, delete P.prototype.m, typeof p.m) // expect: true function true undefined
const many = {}
for (let i = 0; i < 100; i++) many['k' + i] = i
for (let i = 0; i < 100; i += 2) delete many['k' + i]
many.last = true
console.log(Object.keys(many).length, many.k1, many.k2, 'k98' in many) // expect: 51 1 undefined false
