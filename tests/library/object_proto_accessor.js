// __proto__ is an accessor of Object.prototype.
const o = {}
o.__proto__ = Array.prototype
console.log(o instanceof Array, o.__proto__ === Array.prototype, Object.keys(o).length) // expect: true true 0
o.__proto__ = 5
console.log(o instanceof Array) // expect: true
console.log((5).__proto__ === Number.prototype) // expect: true
const bare = Object.create(null)
bare.__proto__ = 1
console.log(Object.keys(bare).join()) // expect: __proto__
const d = Object.getOwnPropertyDescriptor(Object.prototype, '__proto__')
console.log(d.get.name, d.set.name, d.enumerable, d.configurable) // expect: get __proto__ set __proto__ false true
console.log({ __proto__: null } instanceof Object) // expect: false
