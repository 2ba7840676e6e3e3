// trim takes all white space and line terminators of the language away.
const space = '\t\v\f \u00a0\ufeff\u1680\u2000\u3000\n\r\u2028\u2029'
console.log(`[${(space + 'a b' + space).trim()}]`, (space + 'x').trimStart(), (space + 'x').trimStart().length, ('x' + space).trimEnd()) // expect: [a b] x 1 x
console.log('\u180e\u200b'.trim().length, space.trim() === '', '\u0085x'.trim().length) // expect: 2 true 2
console.log(''.trimLeft === ''.trimStart, ''.trimRight === ''.trimEnd, ''.trimLeft.name, ''.trimRight.name) // expect: true true trimStart trimEnd
