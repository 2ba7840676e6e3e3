// A sloppy function sees an object as `this`, a strict one what was passed.
function sloppy() { return this }
function strict() { 'use strict'; return this }
console.log(sloppy() === globalThis, strict()) // expect: true undefined
console.log(typeof sloppy.call(1), typeof strict.call(1), strict.call(null), sloppy.call(null) === globalThis)
// expect: object number null true
const o = { sloppy, strict }
console.log(o.sloppy() === o, (0, o.strict)(), (o.strict)() === o) // expect: true undefined true
const { strict: taken } = o
console.log(taken(), [strict][0]().length) // expect: undefined 1
console.log(Object.getPrototypeOf(sloppy.call('s')) === String.prototype) // expect: true
class C { m() { return this } static s() { return this } }
const m = new C().m
console.log(m(), C.s() === C) // expect: undefined true
