// new.target is the constructor that new was applied to.
function F() { return new.target }
console.log(F(), new (function () { this.t = new.target !== undefined })().t) // expect: undefined true
function G() { this.is = new.target === G; this.name = new.target.name }
console.log(new G(), Reflect.construct(G, [], class Other {}).name) // expect: G { is: true, name: 'G' } Other
class A { constructor() { this.made = new.target.name } }
class B extends A {}
console.log(new A().made, new B().made) // expect: A B
class Abstract { constructor() { if (new.target === Abstract) throw new TypeError('abstract') } }
try { new Abstract() } catch (e) { console.log(e.message) } // expect: abstract
console.log(new (class extends Abstract {})() instanceof Abstract) // expect: true
function viaCall() { return F.call(this) }
console.log(new viaCall() instanceof viaCall) // expect: true
