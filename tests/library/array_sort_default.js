// Without a compare function items are compared as strings, undefined last.
console.log([10, 9, 1, 100, -1, -10].sort().join()) // expect: -1,-10,1,10,100,9
console.log([2147483647, 21, -2147483648, 0, 3].sort().join()) // expect: -2147483648,0,21,2147483647,3
console.log(['b', 'a', 'B', '', 'é', 'aa'].sort().join()) // expect: ,B,a,aa,b,é
console.log([3, undefined, 'x', null, true, 1.5, , 2].sort().join('|')) // expect: 1.5|2|3||true|x||
const holes = [2, , 1, undefined].sort()
console.log(holes.length, 3 in holes, holes[2]) // expect: 4 false undefined
console.log([[2], [10], [1]].sort().join()) // expect: 1,10,2
console.log(['z', 1, 'y', 10, 2].sort().join()) // expect: 1,10,2,y,z
try { [1, Symbol('s')].sort() } catch (e) { console.log(e.name) } // expect: TypeError
const words = Array.from({ length: 40 }, (_, i) => 'w' + (i * 7) % 40)
console.log(words.sort().slice(0, 5).join()) // expect: w0,w1,w10,w11,w12
