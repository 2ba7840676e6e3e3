// ?? takes the right side only for null and undefined.
console.log(null ?? 'd', undefined ?? 'd', 0 ?? 'd', '' ?? 'd', false ?? 'd', NaN ?? 'd')
// expect: d d 0  false NaN
let calls = 0
console.log(1 ?? calls++, null ?? (calls++, 'evaluated'), calls) // expect: 1 evaluated 1
console.log(null ?? undefined ?? 'last', (null || undefined) ?? 'mixed', null ?? (0 || 'in brackets'))
// expect: last mixed in brackets
console.log(0 || 'or', 0 && 'and', 1 && 2 || 3, null ?? 5 + 1, !null ?? 'never') // expect: or 0 2 6 true
const o = { n: null }
console.log(o.n ?? o.m ?? 'none', o?.x ?? 'chain') // expect: none chain
if ((null ?? false) || (undefined ?? true)) console.log('in a condition') // expect: in a condition
