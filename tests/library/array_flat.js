// flat goes as deep as it is told, flatMap one level.
console.log(JSON.stringify([1, [2, [3, [4]]]].flat()), JSON.stringify([1, [2, [3, [4]]]].flat(Infinity))) // expect: [1,2,[3,[4]]] [1,2,3,4]
console.log(JSON.stringify([1, , [2, , 3]].flat()), JSON.stringify([[1], 2].flat(0))) // expect: [1,2,3] [[1],2]
console.log(JSON.stringify([1, 2].flatMap(x => [x, [x * 2]])), [1, 2].flatMap(x => x === 1 ? [] : x).length) // expect: [1,[2],2,[4]] 1
let deep = []
for (let i = 0; i < 5000; i++) deep = [deep]
console.log(deep.flat(Infinity).length) // expect: 0
try { [].flatMap(1) } catch (e) { console.log(String(e)) } // expect: TypeError: flatMap mapper function is not callable
