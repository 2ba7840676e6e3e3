// extends links both the prototypes and the constructors.
class Animal {
  constructor(name) { this.name = name }
  speak() { return `${this.name} makes a noise` }
  get kind() { return 'animal' }
  static create(...args) { return new this(...args) }
}
class Dog extends Animal {
  constructor(name) { super(name); this.tricks = [] }
  speak() { return super.speak() + ': woof' }
  get kind() { return super.kind + ', dog' }
  static create(name) { return super.create(name + '!') }
}
class Puppy extends Dog {}
const p = Puppy.create('Rex')
console.log(p.speak(), p.kind, p instanceof Animal, p.constructor.name)
// expect: Rex! makes a noise: woof animal, dog true Puppy
console.log(Object.getPrototypeOf(Puppy) === Dog, Object.getPrototypeOf(Puppy.prototype) === Dog.prototype)
// expect: true true
function Old(x) { this.x = x }
Old.prototype.m = function () { return 'old ' + this.x }
class New extends Old { m() { return super.m() + ', new' } }
console.log(new New(1).m(), new New(2)) // expect: old 1, new New { x: 2 }
const Mixin = (Base) => class extends Base { mixed() { return 'mixed into ' + Base.name } }
console.log(new (Mixin(Animal))('m').mixed()) // expect: mixed into Animal
try { class X extends 5 {} } catch (e) { console.log(e.message) }
// expect: Class extends value 5 is not a constructor or null
try { class X extends (() => {}) {} } catch (e) { console.log(e.name) } // expect: TypeError
const f = function () {}
f.prototype = 3
try { class X extends f {} } catch (e) { console.log(e.message) }
// expect: Class extends value does not have valid prototype property 3
