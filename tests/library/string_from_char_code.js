// fromCharCode takes code units modulo 2^16, fromCodePoint whole code points.
console.log(String.fromCharCode(72, 105), String.fromCharCode(65536 + 65, '66', 67.9), String.fromCharCode() === '') // expect: Hi ABC true
console.log(String.fromCharCode(0xD83D, 0xDE00), String.fromCodePoint(0x1F600, 97), String.fromCodePoint(0xD83D).length) // expect: 😀 😀a 1
for (const bad of [-1, 1.5, 0x110000, NaN, 'x']) try { String.fromCodePoint(bad) } catch (e) { console.log(e.name, e.message) }
// expect: RangeError Invalid code point -1
// expect: RangeError Invalid code point 1.5
// expect: RangeError Invalid code point 1114112
// expect: RangeError Invalid code point NaN
// expect: RangeError Invalid code point NaN
