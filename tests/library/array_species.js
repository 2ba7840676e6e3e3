// Methods that make arrays ask the constructor which class to use.
class A extends Array {}
class B extends Array { static get [Symbol.species]() { return Array } }
const a = A.of(1, 2, 3), b = B.of(1, 2, 3)
console.log(a.slice(1) instanceof A, a.splice(0, 1) instanceof A, a.concat(1) instanceof A, a.flat() instanceof A) // expect: true true true true
console.log(b.map(x => x) instanceof B, b.map(x => x) instanceof Array, b.length) // expect: false true 3
console.log(Array[Symbol.species] === Array, A[Symbol.species] === A) // expect: true true
const odd = [1, 2]
odd.constructor = { [Symbol.species]: function (n) { this.made = n } }
console.log(JSON.stringify(odd.map(x => x + 1))) // expect: {"0":2,"1":3,"made":2}
odd.constructor = undefined
console.log(Array.isArray(odd.filter(() => true))) // expect: true
class Bad extends Array { static get [Symbol.species]() { return 1 } }
try { new Bad(1).map(x => x) } catch (e) { console.log(String(e)) } // expect: TypeError: object.constructor[Symbol.species] is not a constructor
console.log(new A(3).length, new A(1, 2).length, a.toReversed() instanceof A) // expect: 3 2 false
