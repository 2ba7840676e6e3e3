// An array holds small integers, doubles and anything else, in any order.
const a = [1, 2, 3]
a.push(1.5)
console.log(a, a[3]) // expect: [ 1, 2, 3, 1.5 ] 1.5
a.push('text', null, undefined, {}, [], () => 1, NaN, -0)
console.log(a.length, typeof a[4], a[5], a[6], Object.is(a[11], -0), a.includes(NaN), a.indexOf(NaN))
// expect: 12 string null undefined true true -1
const grown = []
for (let i = 0; i < 2000; i++) grown[i] = i * i
let sum = 0
for (let i = 0; i < grown.length; i++) sum += grown[i]
console.log(sum, grown[1999], grown[2000]) // expect: 2664667000 3996001 undefined
const down = []
for (let i = 50; i >= 0; i--) down[i] = i
console.log(down.length, down[0], down[50]) // expect: 51 0 50
const sparse = [];
sparse[100000] = 'far'
sparse[3] = 'near'
console.log(sparse.length, Object.keys(sparse)) // expect: 100001 [ '3', '100000' ]
let indices = ''
for (const i in ['x', 'y']) indices += typeof i + i
console.log(indices, ['x', 'y']['1'], ['x'][0.0], [7, 8][true]) // expect: string0string1 y x undefined
const nested = [[1, [2]], { a: [3] }]
console.log(nested[0][1][0], nested[1].a[0], nested.flat(2)) // expect: 2 3 [ 1, 2, { a: [ 3 ] } ]
