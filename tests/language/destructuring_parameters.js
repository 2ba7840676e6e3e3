// Parameters may be patterns, with defaults for the whole and for the parts.
const f = ({ a, b: [c, d] = [3, 4] } = {}, [e = a] = []) => [a, c, d, e]
console.log(f(), f({ a: 1 }), f({ a: 1, b: 'xy' }, 'z'), f.length)
// expect: [ undefined, 3, 4, undefined ] [ 1, 3, 4, 1 ] [ 1, 'x', 'y', 'z' ] 0
function g({ x } = { x: 'whole' }, ...[y, z]) { return [x, y, z, arguments.length] }
console.log(g(), g({}, 1, 2)) // expect: [ 'whole', undefined, undefined, 0 ] [ undefined, 1, 2, 3 ]
try { f(null) } catch (e) { console.log(e.name) } // expect: TypeError
const entries = Object.entries({ k: 1, l: 2 }).map(([key, value]) => key + value)
console.log(entries) // expect: [ 'k1', 'l2' ]
class P { set pair([a, b]) { this.sum = a + b } }
const p = new P()
p.pair = [1, 2]
console.log(p.sum) // expect: 3
for (const { n, n: { length } } of [{ n: 'abc' }]) console.log(n, length) // expect: abc 3
for (const [i, { v }] of [{ v: 1 }, { v: 2 }].entries()) console.log(i, v)
// expect: 0 1
// expect: 1 2
try { throw { code: 7, more: [8] } } catch ({ code, more: [m] }) { console.log(code, m) } // expect: 7 8
