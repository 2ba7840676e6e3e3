// Objects take part in the language by methods under well-known symbols.
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0 } }
console.log(2 instanceof Even, 3 instanceof Even) // expect: true false
console.log(String({ get [Symbol.toStringTag]() { return 'Tagged' } }), Object.prototype.toString.call(null))
// expect: [object Tagged] [object Null]
const spreadable = { length: 2, 0: 'a', 1: 'b', [Symbol.isConcatSpreadable]: true }
console.log([1].concat(spreadable, [[2]])) // expect: [ 1, 'a', 'b', [ 2 ] ]
class List extends Array { static get [Symbol.species]() { return Array } }
const mapped = new List(1, 2, 3).map((x) => x)
console.log(mapped instanceof List, mapped.constructor === Array) // expect: false true
const countdown = { [Symbol.iterator]() { let n = 3; return { next: () => n ? { value: n--, done: false } : { done: true } } } }
console.log([...countdown], Math.max(...countdown), new Set(countdown).size, Array.from(countdown, (n) => n * n))
// expect: [ 3, 2, 1 ] 3 3 [ 9, 4, 1 ]
