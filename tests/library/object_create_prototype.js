// Prototypes: create, get, set, and what is refused.
const base = { hello() { return 'hello ' + this.name } }
const o = Object.create(base, { name: { value: 'you' } })
console.log(o.hello(), Object.getPrototypeOf(o) === base, base.isPrototypeOf(o)) // expect: hello you true true
console.log(Object.getPrototypeOf(Object.create(null)), Object.getPrototypeOf('s') === String.prototype) // expect: null true
console.log(Object.setPrototypeOf(o, null) === o, o.hello) // expect: true undefined
try { Object.create(1) } catch (e) { console.log(String(e)) } // expect: TypeError: Object prototype may only be an Object or null: 1
try { Object.setPrototypeOf({}, undefined) } catch (e) { console.log(String(e)) } // expect: TypeError: Object prototype may only be an Object or null: undefined
try { Object.setPrototypeOf(Object.preventExtensions({}), {}) } catch (e) { console.log(String(e)) } // expect: TypeError: #<Object> is not extensible
try { const a = {}; Object.setPrototypeOf(a, Object.create(a)) } catch (e) { console.log(String(e)) } // expect: TypeError: Cyclic __proto__ value
try { Object.setPrototypeOf(Object.prototype, {}) } catch (e) { console.log(String(e)) } // expect: TypeError: Immutable prototype object 'Object.prototype' cannot have their prototype set
console.log(Reflect.setPrototypeOf(Object.freeze({}), {}), Object.setPrototypeOf(1, null)) // expect: false 1
