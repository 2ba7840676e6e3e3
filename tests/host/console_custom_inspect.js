// A method under Symbol.for('nodejs.util.inspect.custom') makes the text.
const custom = Symbol.for('nodejs.util.inspect.custom')
console.log({ [custom]: (depth) => `depth ${depth}` }, { nested: { [custom]: () => 'a\nb' } })
// expect: depth 2 {
// expect:   nested: a
// expect:   b
// expect: }
console.log([{ [custom]: () => ({ shown: 'instead' }) }], { [custom]: (depth, options, inspect) => inspect([1]) + typeof options })
// expect: [ { shown: 'instead' } ] [ 1 ]object
console.dir({ [custom]: () => 'not used by dir' })
// expect: {
// expect:   [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]
// expect: }
