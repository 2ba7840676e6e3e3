// {a} takes properties; a pattern can rename, nest, default and collect.
const { a, b: renamed, c = 'default', d: { e: [f] }, ...rest } = { a: 1, b: 2, d: { e: ['f'] }, g: 7, h: 8 }
console.log(a, renamed, c, f, rest) // expect: 1 2 default f { g: 7, h: 8 }
const key = 'comp'
const { [key + 'uted']: value, ['x']: x = key } = { computed: 'v' }
console.log(value, x) // expect: v comp
let p, q;
({ p, q = p } = { p: 5 })
console.log(p, q) // expect: 5 5
const o = {};
({ a: o.a, b: o['b'], ...o.rest } = { a: 1, b: 2, c: 3 })
console.log(o) // expect: { a: 1, b: 2, rest: { c: 3 } }
const { length, [0]: first, toUpperCase } = 'text'
console.log(length, first, toUpperCase.call('up')) // expect: 4 t UP
const {} = {}
for (const bad of [null, undefined]) {
  try { const {} = bad } catch (e) { console.log(e.name) } // expect: TypeError
  try { const { z } = bad } catch (e) { console.log(e.message.slice(0, 46)) }
// expect: Cannot destructure property 'z' of 'bad' as it
// expect: TypeError
// expect: Cannot destructure property 'z' of 'bad' as it
}
const { hasOwnProperty: inherited } = {}
console.log(inherited === Object.prototype.hasOwnProperty) // expect: true
const { ...copy } = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })
console.log(copy) // expect: { own: 2 }
console.log((({ z = 1, ...others }) => [z, others])({ y: 2, [Symbol.iterator]: 3 }))
// expect: [ 1, { y: 2, [Symbol(Symbol.iterator)]: 3 } ]
