// < and its kin compare numbers, or two strings by code units.
console.log(1 < 2, 2 < 1, 1 <= 1, 'a' < 'b', 'B' < 'a', '10' < '9', '10' < 9, 'a' < 'ab', 'a' < 5, '' < 1)
// expect: true false true true true true false true false true
console.log(NaN < 1, NaN >= 1, undefined < 1, null < 1, null >= 0, null > 0, null == 0, true < 2, [2] > 1, [] < 1)
// expect: false false false true true false false true true true
console.log('😀' < '\uffff', 'é' > 'z', -0 < 0, Infinity > Number.MAX_VALUE, -1 < 0.5, 0.1 + 0.2 > 0.3)
// expect: true true false true true true
const seen = []
const v = (n) => ({ valueOf() { seen.push(n); return n } })
console.log(v(1) < v(2), v(3) > v(4), v(5) <= v(5), v(6) >= v(7), seen.join(''))
// expect: true false true false 12345567
try { Symbol() < 1 } catch (e) { console.log(e.name) } // expect: TypeError
console.log(1 < 2 < 3, 3 > 2 > 1, !(1 < NaN), !(1 >= NaN)) // expect: true false true true
