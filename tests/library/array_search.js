// indexOf and lastIndexOf compare with ===, includes knows NaN and holes.
const a = [1, 'x', NaN, -0, undefined, , null, 1]
console.log(a.indexOf(1), a.lastIndexOf(1), a.indexOf('x'), a.indexOf('y')) // expect: 0 7 1 -1
console.log(a.indexOf(NaN), a.includes(NaN)) // expect: -1 true
console.log(a.indexOf(0), a.includes(0)) // expect: 3 true
console.log(a.indexOf(undefined), [,].indexOf(undefined), [,].includes(undefined)) // expect: 4 -1 true
console.log(a.indexOf(1, 1), a.indexOf(1, -1), a.lastIndexOf(1, -2), a.indexOf(1, 100)) // expect: 7 7 0 -1
console.log(['ab'].indexOf('a' + 'b'), [1.5].indexOf(1.5), [2 ** 31].includes(2147483648)) // expect: 0 0 true
console.log(Array.prototype.indexOf.call({ length: 2, 1: 'q' }, 'q')) // expect: 1
console.log(Array.prototype.includes.call('abc', 'b')) // expect: true
console.log(new Array(3).includes(undefined), [1, 2].includes(undefined)) // expect: true false
