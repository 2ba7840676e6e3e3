// In strict mode a refusal is a TypeError that names the trap, or what the target said.
'use strict'
const t = f => { try { console.log(f()) } catch (e) { console.log(e.message) } }
const no = () => false
t(() => { new Proxy({}, { set: no }).x = 1 }) // expect: 'set' on proxy: trap returned falsish for property 'x'
t(() => { new Proxy({}, { set: no })[Symbol('s')] = 1 }) // expect: 'set' on proxy: trap returned falsish for property 'Symbol(s)'
t(() => { Object.create(new Proxy({}, { set: no })).x = 1 }) // expect: 'set' on proxy: trap returned falsish for property 'x'
t(() => { new Proxy({}, { defineProperty: no }).x = 1 }) // expect: 'defineProperty' on proxy: trap returned falsish for property 'x'
t(() => delete new Proxy({}, { deleteProperty: no }).x) // expect: 'deleteProperty' on proxy: trap returned falsish for property 'x'
t(() => Object.defineProperty(new Proxy({}, { defineProperty: no }), 'x', {})) // expect: 'defineProperty' on proxy: trap returned falsish for property 'x'
t(() => Object.setPrototypeOf(new Proxy({}, { setPrototypeOf: no }), null)) // expect: 'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'
t(() => Object.preventExtensions(new Proxy({}, { preventExtensions: no }))) // expect: 'preventExtensions' on proxy: trap returned falsish
t(() => Object.freeze(new Proxy({ a: 1 }, { defineProperty: no }))) // expect: 'defineProperty' on proxy: trap returned falsish for property 'a'
const frozen = new Proxy(new Proxy(Object.freeze({ a: 1 }), {}), {})
t(() => { frozen.a = 2 }) // expect: Cannot assign to read only property 'a' of object '#<Object>'
t(() => delete frozen.a) // expect: Cannot delete property 'a' of #<Object>
t(() => Object.defineProperty(frozen, 'a', { value: 2 })) // expect: Cannot redefine property: a
t(() => Object.defineProperty(frozen, 'b', { value: 2 })) // expect: Cannot define property b, object is not extensible
t(() => Object.setPrototypeOf(frozen, null)) // expect: #<Object> is not extensible
