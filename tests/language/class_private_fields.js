// #names belong to the class that declares them; nobody else can see them.
class Counter {
  #count = 0
  static #instances = 0
  #step
  constructor(step = 1) { this.#step = step; Counter.#instances++ }
  up() { this.#count += this.#step; return this }
  get count() { return this.#count }
  static get instances() { return Counter.#instances }
  same(other) { return this.#count === other.#count }
  reset() { [this.#count, this.#step] = [0, 5]; return this.#count++ }
  maybe(o) { return o?.#count }
}
const c = new Counter(2), d = new Counter()
console.log(c.up().up().count, d.up().count, c.same(d), Counter.instances) // expect: 4 1 false 2
console.log(Object.keys(c), JSON.stringify(c), c['#count']) // expect: [] {} undefined
console.log(c.reset(), c.count, c.maybe(null), c.maybe(c)) // expect: 0 1 undefined 1
try { c.same({}) } catch (e) { console.log(e.name, e.message) }
// expect: TypeError Cannot read private member #count from an object whose class did not declare it
try { Counter.prototype.up.call({}) } catch (e) { console.log(e.message) }
// expect: Cannot read private member #count from an object whose class did not declare it
class Stamp extends (function (o) { return o }) { #mark = 'marked'; static read(o) { return o.#mark } }
const stranger = {}
new Stamp(stranger)
console.log(Stamp.read(stranger)) // expect: marked
try { new Stamp(stranger) } catch (e) { console.log(e.name) } // expect: TypeError
const make = () => class { #x = 1; static is(o) { return #x in o } }
const One = make(), Two = make()
console.log(One.is(new One()), One.is(new Two())) // expect: true false
class Given { constructor(object) { return object } }
class Mark extends Given { #mark = 1; static has(o) { return #mark in o } }
console.log(Mark.has(new Mark({}))) // expect: true
try { new Mark(Object.freeze({})) } catch (e) { console.log(e.message) }
// expect: Cannot define private member #mark, object is not extensible
