// The small operators: comma, ?:, !, and what counts as true.
console.log((1, 2, 3), (0 ? 'a' : 0 || 'b'), !0, !!'x', !'', !!NaN, !![], !!{}, !!'0', !!-0, !!' ')
// expect: 3 b true true true false true true true false true
let n = 0
if (n) console.log('never'); else if (n === 0) console.log('else if'); else console.log('never')
// expect: else if
const classify = (x) => x < 0 ? 'negative' : x > 0 ? 'positive' : 'zero'
console.log(classify(-1), classify(1), classify(0)) // expect: negative positive zero
if (!(n && x) && (n || true) && !n) console.log('nested conditions') // expect: nested conditions
if (n == null || n > -1 && n < 1) console.log('in range') // expect: in range
for (let i = 0, j = 0; i < 2 || j < 3; i++, j++) n = i + j
console.log(n, true ? false ? 1 : 2 : 3) // expect: 4 2
var x
console.log(x ? 1 : x === undefined ? 2 : 3, (n && 0) ?? 'kept', [, 1].map(Boolean))
// expect: 2 0 [ <1 empty item>, true ]
