// String converts; new String wraps, with length and characters as own properties.
console.log(String(12), String(null), String(), String(Symbol('s')), String([1, [2]])) // expect: 12 null  Symbol(s) 1,2
const wrapped = new String('héy')
console.log(typeof wrapped, wrapped.length, wrapped[1], Object.getOwnPropertyNames(wrapped).join()) // expect: object 3 é 0,1,2,length
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(wrapped, 0)), JSON.stringify(Object.getOwnPropertyDescriptor(wrapped, 'length')))
// expect: {"value":"h","writable":false,"enumerable":true,"configurable":false} {"value":3,"writable":false,"enumerable":false,"configurable":false}
console.log(1 in wrapped, 3 in wrapped, delete Object('x').y, Object.keys(Object('ab')).join()) // expect: true false true 0,1
try { 'use strict'; new String(Symbol('x')) } catch (e) { console.log(e.message) } // expect: Cannot convert a Symbol value to a string
class Name extends String { shout() { return this.toUpperCase() } }
console.log(new Name('ann').shout(), new Name('ann') instanceof String, `${new Name('b')}`) // expect: ANN true b
console.log(Object.prototype.toString.call(String.prototype), String.prototype.length) // expect: [object String] 0
