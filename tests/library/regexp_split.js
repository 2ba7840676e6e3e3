// split cuts at each match and puts in what groups have captured.
console.log('a, b,c'.split(/,\s*/), 'a1b2c'.split(/(\d)/), 'abc'.split(/(?:)/)) // expect: [ 'a', 'b', 'c' ] [ 'a', '1', 'b', '2', 'c' ] [ 'a', 'b', 'c' ]
console.log('a1b2c'.split(/\d/, 2), ''.split(/x/), ''.split(/(?:)/), 'ab'.split(/$/)) // expect: [ 'a', 'b' ] [ '' ] [] [ 'ab' ]
console.log('\u{1F600}b'.split(/(?:)/u).length, '\u{1F600}b'.split(/(?:)/).length) // expect: 2 3
