// Up to 72 columns on one line, then one entry to a line.
console.log({ first: 'aaaaaaaaaaaaaaaa', second: 'bbbbbbbbbbbbbbbb', third: 'cccccccccccc' })
// expect: {
// expect:   first: 'aaaaaaaaaaaaaaaa',
// expect:   second: 'bbbbbbbbbbbbbbbb',
// expect:   third: 'cccccccccccc'
// expect: }
console.log({ first: 'aaaaaaaaaaaaaaaa', second: 'bbbbbbbbbbbbbbbb', third: 'cccccccccccccccccc' })
// expect: {
// expect:   first: 'aaaaaaaaaaaaaaaa',
// expect:   second: 'bbbbbbbbbbbbbbbb',
// expect:   third: 'cccccccccccccccccc'
// expect: }
console.log({ a: { b: { c: {} } }, x: [{ id: 1, tags: ['p', 'q'] }, { id: 2, tags: [] }] })
// expect: {
// expect:   a: { b: { c: {} } },
// expect:   x: [ { id: 1, tags: [Array] }, { id: 2, tags: [] } ]
// expect: }
console.log({ text: 'one line\nand another that is long enough to be broken into pieces by now' })
// expect: {
// expect:   text: 'one line\nand another that is long enough to be broken into pieces by now'
// expect: }
