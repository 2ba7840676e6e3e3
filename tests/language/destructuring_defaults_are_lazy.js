// A default is worked out only when the value is undefined.
const log = []
const make = (v) => { log.push(v); return v }
const { a = make('a'), b = make('b'), c = make('c') } = { a: 0, b: undefined, c: null }
const [d = make('d'), e = make('e')] = ['', undefined]
console.log([a, b, c, d, e], log) // expect: [ 0, 'b', null, '', 'e' ] [ 'b', 'e' ]
const { x = 1, y = x + 1, z: { w = y + 1 } = {} } = {}
console.log(x, y, w) // expect: 1 2 3
try { const { m = n, n = 1 } = {} } catch (e) { console.log(e.message) }
// expect: Cannot access 'n' before initialization
