// Attributes say what may be done to a property.
const o = {}
Object.defineProperty(o, 'hidden', { value: 1 })
Object.defineProperty(o, 'shown', { value: 2, enumerable: true, configurable: true })
o.hidden = 5
console.log(Object.keys(o), o.hidden, delete o.hidden, delete o.shown, Object.getOwnPropertyNames(o))
// expect: [ 'shown' ] 1 false true [ 'hidden' ]
try { Object.defineProperty(o, 'hidden', { value: 2 }) } catch (e) { console.log(e.message) }
// expect: Cannot redefine property: hidden
Object.defineProperty(o, 'hidden', { value: 1 })
const strict = () => { 'use strict'; o.hidden = 5 }
try { strict() } catch (e) { console.log(e.message) }
// expect: Cannot assign to read only property 'hidden' of object '#<Object>'
try { Object.defineProperty({}, 'x', { get() {}, value: 1 }) } catch (e) { console.log(e.name) }
// expect: TypeError
const frozen = Object.freeze({ list: [1] })
frozen.list.push(2)
frozen.list = 'no'
console.log(frozen, Object.isFrozen(frozen), Object.isFrozen(frozen.list))
// expect: { list: [ 1, 2 ] } true false
