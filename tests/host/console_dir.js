// dir takes options.
const deep = { a: { b: { c: { d: 1 } } } }
console.dir(deep, { depth: 0 }) // expect: { a: [Object] }
console.dir(deep, { depth: null })
// expect: {
// expect:   a: { b: { c: { d: 1 } } }
// expect: }
console.dir([1, 2], { showHidden: true }) // expect: [ 1, 2, [length]: 2 ]
