// map keeps holes and length, filter closes gaps.
console.log(JSON.stringify([1, , 3].map(x => x * 2)), 1 in [1, , 3].map(x => x)) // expect: [2,null,6] false
console.log([1, 2, 3, 4].filter(x => x % 2).join(), [1, , 3].filter(() => true).length) // expect: 1,3 2
console.log([1, 2].map(String).join('+'), ['1', '2', '3'].map(parseInt).join()) // expect: 1+2 1,NaN,NaN
console.log([3, 4].map(function (x) { return this + x }, 10).join()) // expect: 13,14
console.log(new Array(3).map(() => 1).length, 0 in new Array(3).map(() => 1)) // expect: 3 false
class Mine extends Array {}
const mine = Mine.from([1, 2, 3])
console.log(mine.map(x => x) instanceof Mine, mine.filter(() => 0) instanceof Mine) // expect: true true
const sum = []
for (let i = 0; i < 500; i++) sum.push(i)
console.log(sum.map(x => ({ x })).filter(o => o.x % 100 === 0).map(o => o.x).join()) // expect: 0,100,200,300,400
