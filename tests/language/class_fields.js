// Fields are made for each instance before the constructor's body runs.
let made = 0
class A {
  plain
  first = ++made
  second = this.first * 10;
  ['comp' + made] = 'key was worked out once'
  arrow = () => this.first
  static shared = []
  static self = this
  'quoted' = 1
  7 = 'seven'
  constructor() { this.inBody = this.second }
}
const a = new A(), b = new A()
console.log(a.plain, 'plain' in a, a.first, a.second, a.inBody, b.inBody, a.comp0, b.comp0, a[7])
// expect: undefined true 1 10 10 20 key was worked out once key was worked out once seven
console.log(a.arrow.call(null), A.shared, A.self === A, Object.keys(a).length) // expect: 1 [] true 8
class Base { constructor() { this.seen = this.field; this.init() } init() {} }
class Derived extends Base { field = 'set'; late; init() { this.late = 'from base' } }
const d = new Derived()
console.log(d.seen, d.field, d.late) // expect: undefined set undefined
class Setter { set x(v) { console.log('never') } }
class Field extends Setter { x = 1 }
console.log(new Field().x, Object.hasOwn(new Field(), 'x')) // expect: 1 true
const log = []
class Order { [(log.push('key 1'), 'a')] = log.push('value a'); static [(log.push('key 2'), 'b')] = log.push('value b'); [(log.push('key 3'), 'c')]() {} }
log.push('made')
new Order()
console.log(log.join(', ')) // expect: key 1, key 2, key 3, value b, made, value a
