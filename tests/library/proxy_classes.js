// Proxies of classes construct; classes extend them; private names pass by them.
class A { constructor(x) { this.x = x; this.maker = new.target.name } static make() { return this.name } }
const P = new Proxy(A, {})
console.log(new P(1).maker, new P(2) instanceof A, new P(3) instanceof P, P.make()) // expect: A true true A
class B extends P { y = 2 }
const b = new B(5)
console.log(b.x, b.y, b.maker, b instanceof A, b instanceof P) // expect: 5 2 B true true
const Q = new Proxy(A, { construct: (target, list, maker) => Reflect.construct(target, [list[0] * 2], maker) })
console.log(new Q(21).x, new (class C extends Q {})(4).maker) // expect: 42 C
class Base { constructor(object) { return object } }
class Stamp extends Base { #mark = 1; static has(object) { return #mark in object } static get(object) { return object.#mark } }
const stamped = new Proxy({}, {})
new Stamp(stamped)
console.log(Stamp.has(stamped), Stamp.get(stamped), Stamp.has(new Proxy(stamped, {}))) // expect: true 1 false
class Secret { #s = 1; get() { return this.#s } }
try { new Proxy(new Secret(), {}).get() } catch (e) { console.log(e.message) } // expect: Cannot read private member #s from an object whose class did not declare it
const bound = new Proxy(function () { return this }, {}).bind('b')
console.log(typeof bound(), bound.name, new Proxy(class N {}, {}).name) // expect: object bound  N
console.log(Reflect.construct(Array, [], P) instanceof A, Array.isArray(Reflect.construct(Array, [], P))) // expect: true true
try { P(1) } catch (e) { console.log(e.message) } // expect: Class constructor A cannot be invoked without 'new'
console.log(String(P).slice(0, 11), new Proxy(Math.max, {})(1, 3, 2)) // expect: function () 3
