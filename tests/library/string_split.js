// split by text, into units, with a limit, and what undefined means.
console.log('a,b,,c'.split(',').length, 'a,b,,c'.split(',').join('|'), 'abc'.split('').join('|'), 'a--b--c'.split('--', 2).join('|'))
// expect: 4 a|b||c a|b|c a|b
console.log(''.split('').length, ''.split(',').length, 'abc'.split().length, 'abc'.split(undefined, 0).length, 'abc'.split('', 2).join()) // expect: 0 1 1 0 a,b
console.log('日本語'.split('').join(), '😀'.split('').length, 'aXbXc'.split('X', -1).length, 'a1b1c'.split(1).join()) // expect: 日,本,語 2 3 a,b,c
console.log('x'.split({ [Symbol.split](text, limit) { return [text, limit, this === undefined] } }, 7).join()) // expect: x,7,false
