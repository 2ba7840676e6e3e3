// slice copies a part; holes stay holes.
const a = [1, 2, 3, 4]
console.log(a.slice(1, 3).join(), a.slice(-2).join(), a.slice(2, 1).length) // expect: 2,3 3,4 0
console.log(a.slice().join(), a.slice() === a, a.slice(1, Infinity).join()) // expect: 1,2,3,4 false 2,3,4
const holes = [1, , 3, ,].slice(1)
console.log(holes.length, 0 in holes, 1 in holes, 2 in holes) // expect: 3 false true false
console.log(Array.prototype.slice.call('abc', 1).join()) // expect: b,c
console.log(Array.prototype.slice.call({ length: 2, 1: 'x' }).length) // expect: 2
console.log((function () { return [].slice.call(arguments, 1).join() })(1, 2, 3)) // expect: 2,3
