// What a program changes is used: exec of its own, flags, species.
class Loud extends RegExp { exec(text) { const match = super.exec(text); if (match) match[0] += '!'; return match } }
console.log('abc'.match(new Loud('b'))[0], 'aXbX'.replace(new Loud('X'), '[$&]'), new Loud('b').test('b')) // expect: b! a[X!]X true
const odd = /b/
odd.exec = () => ({ index: 1, 0: 'zz', length: 1 })
console.log('abcd'.replace(odd, '-'), odd[Symbol.match]('x')) // expect: a-d { '0': 'zz', index: 1, length: 1 }
const none = /a/
none.exec = () => 3
try { none.test('a') } catch (e) { console.log(e.message) } // expect: RegExp exec method returned something other than an Object or null
const original = RegExp.prototype.exec
let count = 0
RegExp.prototype.exec = function (text) { count++; return original.call(this, text) }
console.log('a-b-c'.replace(/-/g, '+'), count) // expect: a+b+c 3
