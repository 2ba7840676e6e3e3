// for-of takes items from anything with Symbol.iterator.
const out = []
for (const x of [1, , 3]) out.push(x)
for (const c of 'a😀') out.push(c)
for (const [k, v] of new Map([['k', 'v']])) out.push(k + v)
for (const s of new Set([7, 7, 8])) out.push(s)
for (const [i, x] of ['z'].entries()) out.push(i, x)
console.log(out) // expect: [ 1, undefined, 3, 'a', '😀', 'kv', 7, 8, 0, 'z' ]
const list = [1, 2, 3]
const seen = []
for (const x of list) { seen.push(x); if (x === 1) list.push(4); if (x === 2) list.shift() }
console.log(seen) // expect: [ 1, 2, 4 ]
const o = {};
for (o.x of [5]);
for ([o.y, o.z = 'default'] of [[6]]);
for ({ length: o.n } of ['abc']);
console.log(o) // expect: { x: 5, y: 6, z: 'default', n: 3 }
let last
for (last of [1, 2]);
console.log(last) // expect: 2
for (const bad of [5, null, {}, undefined]) { try { for (const x of bad); } catch (e) { console.log(e.message) } }
// expect: bad is not iterable
// expect: bad is not iterable
// expect: bad is not iterable
// expect: bad is not iterable
(function () { for (const a of arguments) console.log(a) })('x', 'y')
// expect: x
// expect: y
