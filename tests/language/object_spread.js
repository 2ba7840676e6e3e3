// {...x} copies own enumerable properties, reading getters once.
let reads = 0
const source = { a: 1, get b() { reads++; return 'got' }, [Symbol.for('s')]: 2 }
const copy = { ...source, c: 3 }
console.log(copy, reads, Object.getOwnPropertyDescriptor(copy, 'b').value)
// expect: { a: 1, b: 'got', c: 3, [Symbol(s)]: 2 } 1 got
console.log({ ...'hi', ...[5], ...7, ...true, ...null, ...undefined }) // expect: { '0': 5, '1': 'i' }
console.log({ ...Object.create({ inherited: 1 }), ...Object.defineProperty({}, 'hidden', { value: 1 }) })
// expect: {}
class P { own = 1; get virtual() { return 2 } }
console.log({ ...new P() }) // expect: { own: 1 }
const o = { set x(v) { console.log('never') }, ...{ x: 1 } }
console.log(o.x) // expect: 1
