// An accessor runs a function where a property would be read or written.
const o = { _v: 1, get v() { return this._v }, set v(x) { this._v = x * 2 }, get only() { return 'get' }, set hole(x) {} }
o.v = 5
console.log(o.v, o.v++, o.v, o.hole) // expect: 10 10 22 undefined
o.only = 'ignored'
console.log(o.only) // expect: get
const strict = () => { 'use strict'; o.only = 1 }
try { strict() } catch (e) { console.log(e.name) } // expect: TypeError
const child = Object.create(o)
child.v = 3
console.log(child.v, o.v, Object.keys(child)) // expect: 6 22 [ '_v' ]
class K { static get s() { return 's' } get ['comp' + 'uted']() { return 'c' } get 0() { return 'zero' } }
console.log(K.s, new K().computed, new K()[0], Object.keys(new K())) // expect: s c zero []
const d = Object.getOwnPropertyDescriptor(o, 'v')
console.log(d.get.name, d.set.name, d.get.length, d.set.length, d.enumerable, 'value' in d)
// expect: get v set v 0 1 true false
console.log({ get a() { return 1 }, a: 2 }.a, { a: 1, get a() { return 2 } }.a) // expect: 2 2
o.v += 1
o.v ??= 100
console.log(o._v) // expect: 46
