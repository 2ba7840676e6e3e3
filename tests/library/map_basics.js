// Map keeps the order of insertion and compares keys by SameValueZero.
const m = new Map([['a', 1], [NaN, 2], [-0, 3]])
console.log(m.get('a'), m.get(NaN), m.get(0), m.get('-0'), m.size) // expect: 1 2 3 undefined 3
console.log(m.set('a', 9) === m, m.has('b'), m.delete('a'), m.delete('a'), m.size) // expect: true false true false 2
console.log(Object.is([...m.keys()][1], 0), [...m.values()].join(), JSON.stringify([...m.entries()])) // expect: true 2,3 [[null,2],[0,3]]
const o = {}, f = () => 1, s = Symbol()
m.set(o, 'o').set(f, 'f').set(s, 's').set(null, 'n').set(undefined, 'u').set(true, 't').set(1.5, 'd')
console.log(m.get(o), m.get({}), m.get(f), m.get(s), m.get(null), m.get(), m.get(true), m.get(1.5)) // expect: o undefined f s n u t d
m.set('x' + 'y', 'rope')
console.log(m.get('xy')) // expect: rope
m.clear()
console.log(m.size, m.get(o), [...m].length) // expect: 0 undefined 0
for (let i = 0; i < 2000; i++) m.set(i % 2 ? i : 'k' + i, i)
let sum = 0
for (let i = 0; i < 2000; i++) sum += m.get(i % 2 ? i : 'k' + i)
console.log(m.size, sum) // expect: 2000 1999000
for (let i = 0; i < 2000; i++) if (i % 10) m.delete(i % 2 ? i : 'k' + i)
console.log(m.size, [...m.keys()].slice(0, 3).join()) // expect: 200 k0,k10,k20
