// 'use strict' makes errors of what is silently ignored in sloppy code.
function strict() {
  'use strict'
  const tries = [
    () => { undeclared = 1 }, () => { Object.freeze({ a: 1 }).a = 2 }, () => { delete Object.prototype }, () => { (5).x = 1 },
    () => { ({ get g() { return 1 } }).g = 2 }, () => { Object.freeze([1])[0] = 2 }, () => { Object.freeze([1]).push(2) }, () => { 'abc'.length = 1 }, () => { undefined = 1 }, () => { NaN = 1 }, () => { Object.preventExtensions({}).x = 1 },
  ]
  for (const f of tries) try { f(); console.log('nothing') } catch (e) { console.log(e.name) }
  return this
}
console.log(strict())
// expect: ReferenceError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: undefined
function sloppy() { undeclaredHere = 1; Object.freeze({ a: 1 }).a = 2; (5).x = 1; 'abc'.length = 1; delete Object.prototype; return typeof this }
console.log(sloppy(), undeclaredHere) // expect: object 1
console.log((function () { 'use strict'; return (() => this)() })(), (function () { return typeof this })())
// expect: undefined object
class AlwaysStrict { m() { try { alsoUndeclared = 1 } catch (e) { return e.name } } }
console.log(new AlwaysStrict().m()) // expect: ReferenceError
const text = 'abc'
try { (() => { 'use strict'; text.length = 1 })() } catch (e) { console.log(e.message) }
// expect: Cannot assign to read only property 'length' of string 'abc'
