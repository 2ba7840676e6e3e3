// Looking ahead and behind; behind, the text is taken backwards.
console.log('cost $42 or 7'.match(/(?<=\$)\d+/)[0], 'cost $42 or 7'.match(/(?<!\$)\b\d+/)[0]) // expect: 42 7
console.log(/(?=(\d+))\w+:\1/.exec('1ab:1').slice(), /(?!foo)\w+/.exec('foobar')[0]) // expect: [ '1ab:1', '1' ] oobar
console.log(/(?<=([ab]+)([bc]+))$/.exec('abc').slice(), /(?<=\1(\w))d/i.exec('abcCd').slice()) // expect: [ '', 'a', 'bc' ] [ 'd', 'C' ]
console.log(/(?!(a))b/.exec('b').slice(), /(?<=^[^a-c]{3})def/.exec('abcdef')) // expect: [ 'b', undefined ] null
