// Strings are immutable rows of 16-bit units.
const s = 'hé😀'
console.log(s.length, s[1], s[2] + s[3], s.at(-1) === s[3], s.codePointAt(2), [...s].length, s[10])
// expect: 4 é 😀 true 128512 3 undefined
s[0] = 'H'
console.log(s, 'abc'['length'], 'abc'[1], 1 in Object('abc'), Object.keys('ab'))
// expect: hé😀 3 b true [ '0', '1' ]
const strict = () => { 'use strict'; s[0] = 'H' }
try { strict() } catch (e) { console.log(e.message) }
// expect: Cannot assign to read only property '0' of string 'hé😀'
const escapes = ['\x41\u0042\u{43}\u{1F600}\0\b'.length, 'a\
b', '\'' + "\"", '\q\8', "tab\there"]
console.log(...escapes)
// expect: 7 ab '" q8 tab	here
let text = ''
for (let i = 0; i < 1000; i++) text += i % 10
console.log(text.length, text[999], text.slice(5, 8), text === '0123456789'.repeat(100))
// expect: 1000 9 567 true
let rope = 'x'
for (let i = 0; i < 20; i++) rope = rope + rope
console.log(rope.length, rope[777777], (rope + 'end').endsWith('xend')) // expect: 1048576 x true
console.log('a' + 1 + null + undefined + true + [1, [2]] + {}, '\u2028'.length, 'ß'.toUpperCase(), '\ud83d'.length)
// expect: a1nullundefinedtrue1,2[object Object] 1 SS 1
