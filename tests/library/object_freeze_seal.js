// Levels of integrity, and the questions about them.
'use strict'
const frozen = Object.freeze({ a: 1, nested: { b: 2 } })
try { frozen.a = 2 } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot assign to read only property 'a' of object '#<Object>'
try { frozen.c = 2 } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot add property c, object is not extensible
try { delete frozen.a } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot delete property 'a' of #<Object>
frozen.nested.b = 3
console.log(frozen.nested.b, Object.isFrozen(frozen), Object.isSealed(frozen), Object.isExtensible(frozen)) // expect: 3 true true false
const sealed = Object.seal({ a: 1 })
sealed.a = 5
console.log(sealed.a, Object.isSealed(sealed), Object.isFrozen(sealed)) // expect: 5 true false
const closed = Object.preventExtensions({ a: 1 })
console.log(delete closed.a, Object.isFrozen(closed)) // expect: true true
console.log(Object.freeze(1), Object.isFrozen('x'), Object.isExtensible(1)) // expect: 1 true false
const accessor = Object.freeze({ get x() { return 1 }, set x(v) {} })
accessor.x = 4
console.log(accessor.x) // expect: 1
const list = Object.freeze([1, 2])
try { list[0] = 5 } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot assign to read only property '0' of object '[object Array]'
try { list[2] = 5 } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot add property 2, object is not extensible
console.log(Object.isFrozen(Object.freeze(function () {}))) // expect: true
