// Every compound assignment and update, on variables and properties.
let v = 7
console.log(v += 3, v -= 1, v *= 2, v /= 3, v %= 4, v **= 3, v <<= 2, v >>= 1, v >>>= 1, v |= 9, v &= 12, v ^= 5)
// expect: 10 9 18 6 2 8 32 16 8 9 8 13
const o = { n: 1, s: 'a', get acc() { return 5 }, set acc(x) { this.stored = x } }
console.log(o.n++, ++o.n, o.n--, --o['n'], o.s += 'b', o['s'] += 1, o.acc++, o.stored, o.acc += 2, o.stored)
// expect: 1 3 3 1 ab ab1 5 6 7 7
const a = [1, 2]
let i = 0
a[i++] += 10
a[i++]++
console.log(a, i, a[5]++, a[5]) // expect: [ 11, 3, <3 empty items>, NaN ] 2 NaN NaN
let s = '1'
console.log(s++, s, -(-s), +true, typeof (s = 'x', s--), s) // expect: 1 2 2 1 number NaN
let p, q, r
p = q = r = 3
console.log(p, q, r, (p, q += 1), [p, q] = [q, p]) // expect: 3 3 3 4 [ 4, 3 ]
class C { static n = 0; static bump() { return C.n++ + ++this.n } }
console.log(C.bump(), C.n) // expect: 2 2
