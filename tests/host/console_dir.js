// dir takes options.
const deep = { a: { b: { c: { d: 1 } } } }
console.dir(deep, { depth: 0 }) // expect: { a: [Object] }
console.dir(deep, { depth: null })
// expect: {
// expect:   a: { b: { c: { d: 1 } } }
// expect: }
console.dir([1, 2], { showHidden: true }) // expect: [ 1, 2, [length]: 2 ]
console.dir([1, 2, 3, 'a long string'], { maxArrayLength: 2 }) // expect: [ 1, 2, ... 2 more items ]
console.dir('a long string', { maxStringLength: 6 }) // expect: 'a long'... 7 more characters
console.dir({ a: 1, b: 2 }, { breakLength: 10 })
// expect: {
// expect:   a: 1,
// expect:   b: 2
// expect: }
