// at counts from the end when the index is negative.
const a = ['a', 'b', 'c']
console.log(a.at(0), a.at(-1), a.at(3), a.at(-4), a.at('1'), a.at(1.9)) // expect: a c undefined undefined b b
console.log(Array.prototype.at.call({ length: 1, 0: 'x' }, -1)) // expect: x
