// A number or a string indents; at most ten of it.
console.log(JSON.stringify({ a: [1, { b: 2 }], c: {}, d: [] }, null, 2))
// expect: {
// expect:   "a": [
// expect:     1,
// expect:     {
// expect:       "b": 2
// expect:     }
// expect:   ],
// expect:   "c": {},
// expect:   "d": []
// expect: }
console.log(JSON.stringify([1, [2]], null, '--'))
// expect: [
// expect: --1,
// expect: --[
// expect: ----2
// expect: --]
// expect: ]
console.log(JSON.stringify([1], null, 100).length, JSON.stringify([1], null, 'x'.repeat(20)).length, JSON.stringify([1], null, 0), JSON.stringify([1], null, Object(1)).length, JSON.stringify([1], null, ''))
// expect: 15 15 [1] 6 [1]
