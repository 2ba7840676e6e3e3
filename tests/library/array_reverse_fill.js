// reverse, fill and copyWithin change an array in place.
console.log([1, 2, 3].reverse().join(), [1, , 3, 4].reverse().join('|')) // expect: 3,2,1 4|3||1
const holes = [1, , ,].reverse()
console.log(0 in holes, 2 in holes) // expect: false true
console.log([1, 2, 3].fill(0).join(), [1, 2, 3].fill('x', 1, -1).join()) // expect: 0,0,0 1,x,3
console.log(new Array(3).fill(1).join(), [].fill(1).length) // expect: 1,1,1 0
console.log([1, 2, 3, 4, 5].copyWithin(0, 3).join()) // expect: 4,5,3,4,5
console.log([1, 2, 3, 4, 5].copyWithin(1, 0, 3).join()) // expect: 1,1,2,3,5
console.log(JSON.stringify([1, , 3, 4].copyWithin(2, 0, 2))) // expect: [1,null,1,null]
console.log(JSON.stringify(Array.prototype.fill.call({ length: 2 }, 4))) // expect: {"0":4,"1":4,"length":2}
console.log(JSON.stringify(Array.prototype.reverse.call({ length: 3, 0: 'a', 2: 'c' }))) // expect: {"0":"c","2":"a","length":3}
const row = new Array(2000).fill(null)
row[1999] = 5
console.log(row.indexOf(5), row.length) // expect: 1999 2000
