// concat spreads arrays and what says it is spreadable, and nothing else.
console.log([1].concat(2, [3, [4]], 'ab').length) // expect: 5
console.log(JSON.stringify([1, 2.5].concat(['x'], [, 1]))) // expect: [1,2.5,"x",null,1]
console.log(1 in [0].concat([, 1])) // expect: false
const like = { length: 2, 0: 'a', 1: 'b', [Symbol.isConcatSpreadable]: true }
console.log(JSON.stringify([0].concat(like))) // expect: [0,"a","b"]
const packed = [1, 2]
packed[Symbol.isConcatSpreadable] = false
console.log([0].concat(packed).length) // expect: 2
console.log(Array.prototype.concat.call(7, 8).length, typeof Array.prototype.concat.call(7)[0]) // expect: 2 object
console.log([].concat([1], new Array(3), [2]).length) // expect: 5
