// super looks in the prototype of the object that the method was written in.
const base = { hi() { return 'base ' + this.name }, get g() { return 'getter of ' + this.name }, set s(v) { this.stored = v } }
const o = { __proto__: base, name: 'o', hi() { return super.hi() + '!' }, get() { return super.g }, put(v) { super.s = v; super.plain = 1 }, missing: () => 1, none() { return super.none } }
console.log(o.hi(), o.get(), o.none()) // expect: base o! getter of o undefined
o.put(5)
console.log(o.stored, Object.hasOwn(o, 'plain'), Object.hasOwn(base, 'plain')) // expect: 5 true false
const other = { name: 'other', hi: o.hi }
console.log(other.hi()) // expect: base other!
Object.setPrototypeOf(o, { hi() { return 'replaced' } })
console.log(o.hi()) // expect: replaced!
const nested = { __proto__: { v: 1 }, m() { return (() => [super.v, super['v']])() } }
console.log(nested.m()) // expect: [ 1, 1 ]
