// __proto__: value sets the prototype; other spellings make a property.
const base = { inherited: true }
const o = { __proto__: base, own: 1 }
console.log(o.inherited, Object.keys(o), Object.getPrototypeOf(o) === base) // expect: true [ 'own' ] true
console.log(Object.getPrototypeOf({ __proto__: null }), Object.getPrototypeOf({ __proto__: 5 }) === Object.prototype)
// expect: null true
const __proto__ = base
console.log(Object.hasOwn({ __proto__ }, '__proto__'), Object.hasOwn({ ['__proto__']: base }, '__proto__'), Object.hasOwn({ __proto__() {} }, '__proto__'))
// expect: true true true
const p = {}
p.__proto__ = base
console.log(p.inherited, p.__proto__ === base, Object.hasOwn(p, '__proto__')) // expect: true true false
try { base.__proto__ = o } catch (e) { console.log(e.name) } // expect: TypeError
