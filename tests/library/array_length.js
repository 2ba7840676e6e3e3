// Writing length removes items or leaves holes; other values are refused.
const a = [1, 2, 3, 4]
a.length = 2
console.log(a.join()) // expect: 1,2
a.length = 4
console.log(JSON.stringify(a), 3 in a) // expect: [1,2,null,null] false
a[9] = 'x'
console.log(a.length) // expect: 10
try { a.length = -1 } catch (e) { console.log(String(e)) } // expect: RangeError: Invalid array length
a.length = '1'
console.log(a.length, a[0]) // expect: 1 1
const sparse = []
sparse[4294967294] = 1
console.log(sparse.length, Object.keys(sparse).join()) // expect: 4294967295 4294967294
sparse.length = 0
console.log(Object.keys(sparse).length) // expect: 0
const d = Object.getOwnPropertyDescriptor([7, 8], 'length')
console.log(JSON.stringify(d)) // expect: {"value":2,"writable":true,"enumerable":false,"configurable":false}
