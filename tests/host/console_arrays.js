// Long arrays go into columns, very long ones are cut.
console.log([1, 2, 3], ['a', 'b'], [[1, 2], [3]]) // expect: [ 1, 2, 3 ] [ 'a', 'b' ] [ [ 1, 2 ], [ 3 ] ]
console.log([1, 22, 333, 4444, 55555, 666666, 7777777]) // expect: [ 1, 22, 333, 4444, 55555, 666666, 7777777 ]
console.log(Array.from({ length: 30 }, (_, i) => i * i))
// expect: [
// expect:     0,   1,   4,   9,  16,  25,  36,  49,
// expect:    64,  81, 100, 121, 144, 169, 196, 225,
// expect:   256, 289, 324, 361, 400, 441, 484, 529,
// expect:   576, 625, 676, 729, 784, 841
// expect: ]
console.log(['apple', 'fig', 'banana', 'kiwi', 'cherry', 'date', 'elderberry', 'grape'])
// expect: [
// expect:   'apple',      'fig',
// expect:   'banana',     'kiwi',
// expect:   'cherry',     'date',
// expect:   'elderberry', 'grape'
// expect: ]
console.log(Array.from({ length: 102 }, (_, i) => i % 10))
// expect: [
// expect:   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1,
// expect:   2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3,
// expect:   4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
// expect:   6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7,
// expect:   8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
// expect:   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1,
// expect:   2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3,
// expect:   4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
// expect:   6, 7, 8, 9,
// expect:   ... 2 more items
// expect: ]
