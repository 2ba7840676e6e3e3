// shift and unshift work on the front.
const a = [1, 2, 3]
console.log(a.shift(), a.join()) // expect: 1 2,3
console.log(a.unshift('x', 'y'), a.join()) // expect: 4 x,y,2,3
console.log([].shift(), [].unshift()) // expect: undefined 0
const holes = [, 1, , 2]
console.log(holes.shift(), 0 in holes, 1 in holes, holes.length) // expect: undefined true false 3
holes.unshift(0)
console.log(JSON.stringify(holes), 2 in holes) // expect: [0,1,null,2] false
const like = { length: 2, 0: 'a', 1: 'b' }
console.log(Array.prototype.shift.call(like), JSON.stringify(like)) // expect: a {"0":"b","length":1}
console.log(Array.prototype.unshift.call(like, 'z'), JSON.stringify(like)) // expect: 2 {"0":"z","1":"b","length":2}
const queue = []
for (let i = 0; i < 300; i++) queue.push({ i })
let sum = 0
while (queue.length) sum += queue.shift().i
console.log(sum) // expect: 44850
