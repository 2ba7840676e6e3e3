// Operators ask an object for a primitive: Symbol.toPrimitive, or valueOf and
// toString.
const o = { [Symbol.toPrimitive](hint) { return hint === 'number' ? 42 : hint } }
console.log(`${o}`, o + '', +o, o * 2, [o] + '', o == 'default', o < 50)
// expect: string default 42 84 string true true
const old = { valueOf() { return 7 }, toString() { return 'seven' } }
console.log(`${old}`, old + '', +old, old + 1, old == 7, [old] + '', { [old]: 1 })
// expect: seven 7 7 8 true seven { seven: 1 }
const onlyString = { toString: () => '5', valueOf: () => ({}) }
console.log(onlyString * 2, onlyString + 1) // expect: 10 51
for (const bad of [{ valueOf: () => ({}), toString: () => ({}) }, { [Symbol.toPrimitive]: () => ({}) }, { [Symbol.toPrimitive]: 1 }, Object.create(null)]) {
  try { bad + '' } catch (e) { console.log(e.name) }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
}
const log = []
const noted = (n) => ({ valueOf() { log.push(n); return n } })
console.log(noted(1) + noted(2) * noted(3), noted(5) < noted(4), noted(5) > noted(4), log)
// expect: 7 false true [
// expect:   2, 3, 1, 5,
// expect:   4, 5, 4
// expect: ]
