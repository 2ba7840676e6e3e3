// Each turn of a for loop with let has a fresh variable for closures to keep.
const perTurn = []
for (let i = 0; i < 3; i++) perTurn.push(() => i)
console.log(perTurn.map((f) => f())) // expect: [ 0, 1, 2 ]
const shared = []
for (var i = 0; i < 3; i++) shared.push(() => i)
console.log(shared.map((f) => f())) // expect: [ 3, 3, 3 ]
const changed = []
for (let i = 0; i < 3; i++) { changed.push({ get: () => i, add: () => i += 10 }); changed[0].add() }
console.log(changed.map((f) => f.get())) // expect: [ 10 ]
const inHead = []
for (let i = 0, read = () => i; i < 2; i++) inHead.push(read)
console.log(inHead.map((f) => f())) // expect: [ 0, 0 ]
const ofItems = []
for (const item of ['a', 'b']) ofItems.push(() => item)
for (const key in { x: 1, y: 2 }) ofItems.push(() => key)
console.log(ofItems.map((f) => f())) // expect: [ 'a', 'b', 'x', 'y' ]
const bodies = []
let n = 0
while (n < 3) { let copy = n++; bodies.push(() => copy) }
console.log(bodies.map((f) => f())) // expect: [ 0, 1, 2 ]
const inUpdate = []
for (let i = 0; i < 2; inUpdate.push(() => i), i++);
console.log(inUpdate.map((f) => f())) // expect: [ 1, 2 ]
