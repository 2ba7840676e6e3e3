// charAt, charCodeAt, codePointAt and at: what they give inside and outside.
console.log('abc'.charAt(1), 'abc'.charAt(9) === '', 'abc'.charAt(), 'abc'.charAt('2'), 'abc'.charAt(-1) === '') // expect: b true a c true
console.log('aé日'.charCodeAt(0), 'aé日'.charCodeAt(1), 'aé日'.charCodeAt(2), 'a'.charCodeAt(1), 'a'.charCodeAt(NaN)) // expect: 97 233 26085 NaN 97
console.log('😀x'.codePointAt(0), '😀x'.codePointAt(1), '😀x'.codePointAt(2), '😀x'.codePointAt(3)) // expect: 128512 56832 120 undefined
console.log('abc'.at(0), 'abc'.at(-1), 'abc'.at(3), 'abc'.at(-4), 'abc'.at(1.9)) // expect: a c undefined undefined b
console.log('abc'[0], 'abc'[-1], 'abc'['1'], 'abc'['01'], 'abc'.length) // expect: a undefined b undefined 3
