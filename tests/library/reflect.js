// Reflect: the operations of objects as functions.
const o = { get x() { return this.v }, v: 1 }
console.log(Reflect.get(o, 'x', { v: 'other' }), Reflect.get([5], 0), Reflect.has(o, 'x')) // expect: other 5 true
const target = {}, receiver = {}
console.log(Reflect.set(target, 'a', 1, receiver), 'a' in target, receiver.a) // expect: true false 1
console.log(Reflect.set(Object.freeze({ a: 1 }), 'a', 2), Reflect.set(o, 'x', 1)) // expect: false false
console.log(Reflect.apply(Math.max, null, [1, 3, 2]), Reflect.apply(function () { return arguments.length }, null, { length: 3 })) // expect: 3 3
class A { constructor(x) { this.x = x; this.t = new.target } }
class B {}
const b = Reflect.construct(A, [7], B)
console.log(b.x, b.t === B, b instanceof B) // expect: 7 true true
console.log(Reflect.ownKeys({ b: 1, 1: 1, [Symbol.iterator]: 1 }).map(String).join()) // expect: 1,b,Symbol(Symbol.iterator)
console.log(Reflect.deleteProperty({ a: 1 }, 'a'), Reflect.deleteProperty(Object.freeze({ a: 1 }), 'a')) // expect: true false
console.log(Reflect.isExtensible({}), Reflect.preventExtensions({}), Reflect.getPrototypeOf([]) === Array.prototype) // expect: true true true
console.log(Reflect.getOwnPropertyDescriptor({ a: 1 }, 'a').value, String(Reflect)) // expect: 1 [object Reflect]
try { Reflect.get(1, 'x') } catch (e) { console.log(String(e)) } // expect: TypeError: Reflect.get called on non-object
try { Reflect.apply(1) } catch (e) { console.log(String(e)) } // expect: TypeError: Function.prototype.apply was called on 1, which is a number and not a function
try { Reflect.apply(() => 1, null) } catch (e) { console.log(String(e)) } // expect: TypeError: CreateListFromArrayLike called on non-object
try { Reflect.construct(() => 1, []) } catch (e) { console.log(e.name) } // expect: TypeError
