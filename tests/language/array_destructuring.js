// [a, b] takes items from any iterable, one after the other.
const [a, , b = 'default', ...rest] = [1, 2, undefined, 4, 5]
console.log(a, b, rest) // expect: 1 default [ 4, 5 ]
const [x, [y, [z]]] = [1, [2, [3]]]
console.log(x, y, z) // expect: 1 2 3
let p = 1, q = 2;
[p, q] = [q, p]
console.log(p, q) // expect: 2 1
const [s, t] = 'hé', [k] = new Map([['key', 1]])
console.log(s, t, k) // expect: h é [ 'key', 1 ]
const [none, [...empty] = []] = []
console.log(none, empty) // expect: undefined []
const o = {};
[o.first, o['sec' + 'ond'], ...o.rest] = [1, 2, 3]
console.log(o) // expect: { first: 1, second: 2, rest: [ 3 ] }
console.log([p, q] = [7, 8, 9]) // expect: [ 7, 8, 9 ]
for (const bad of [5, null, undefined, {}]) { try { const [v] = bad } catch (e) { console.log(e.name) } }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
