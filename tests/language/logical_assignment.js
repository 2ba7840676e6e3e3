// a ||= b assigns only when needed, and evaluates a's parts once.
let a = 0, b = 1, c = null
a ||= 'or'; b &&= 'and'; c ??= 'nullish'
console.log(a, b, c) // expect: or and nullish
let writes = 0
const o = { get x() { return 1 }, set x(v) { writes++ }, y: 0 }
o.x ||= 2; o.x ??= 3
console.log(writes) // expect: 0
o.x &&= 4
console.log(writes) // expect: 1
let evaluations = 0
const key = () => { evaluations++; return 'y' }
o[key()] ||= 'set'
o[key()] ||= evaluations++
console.log(o.y, evaluations) // expect: set 2
const fixed = 1
fixed ||= 2
try { fixed &&= 2 } catch (e) { console.log(e.message) } // expect: Assignment to constant variable.
let named
named ??= () => {}
console.log(named.name, (a &&= b ||= 5), [a, b]) // expect: named and [ 'and', 'and' ]
class P { #p = null; get() { return this.#p ??= 'private' } }
console.log(new P().get()) // expect: private
