// A tag gets the pieces of text, cooked and raw, and the values.
const tag = (strings, ...values) => JSON.stringify([strings, strings.raw, values])
console.log(tag`a${1}b${2}c`) // expect: [["a","b","c"],["a","b","c"],[1,2]]
console.log(tag`\n${{ x: 1 }}\u0041`) // expect: [["\n","A"],["\\n","\\u0041"],[{"x":1}]]
console.log(tag`\unicode and \xerxes \1`, ((s) => s[0])`\u{`)
// expect: [[null],["\\unicode and \\xerxes \\1"],[]] undefined
console.log(String.raw`C:\new\${1}${2}`, ((s) => Object.isFrozen(s) && Object.isFrozen(s.raw))`x`)
// expect: C:\new\${1}2 true
const site = (s) => s
const f = () => site`same`
console.log(f() === f(), f() === site`same`, f().length) // expect: true false 1
const o = { k: 'K', t(s, v) { return this.k + s.join('|') + v } }
console.log(o.t`x${1}y`, o['t']`${2}`) // expect: Kx|y1 K|2
const chain = (s) => (t) => s[0] + t[0]
console.log(chain`first ``second`) // expect: first second
