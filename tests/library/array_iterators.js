// keys, values and entries walk live over arrays and array-likes.
console.log([...'ab'].entries().next().value.join(), [...['x', , 'z'].keys()].join()) // expect: 0,a 0,1,2
const it = ['a', 'b'].values()
console.log(JSON.stringify(it.next()), JSON.stringify(it.next()), JSON.stringify(it.next()), JSON.stringify(it.next())) // expect: {"value":"a","done":false} {"value":"b","done":false} {"done":true} {"done":true}
console.log(it[Symbol.iterator]() === it, Object.prototype.toString.call(it)) // expect: true [object Array Iterator]
const growing = [1]
const walk = growing.values()
walk.next()
growing.push(2)
console.log(walk.next().value, walk.next().done) // expect: 2 true
growing.push(3)
console.log(walk.next().done) // expect: true
console.log(Array.prototype[Symbol.iterator] === Array.prototype.values) // expect: true
console.log(JSON.stringify([...Array.prototype.entries.call({ length: 1, 0: 'v' })])) // expect: [[0,"v"]]
try { it.next.call({}) } catch (e) { console.log(String(e)) } // expect: TypeError: Method Array Iterator.prototype.next called on incompatible receiver #<Object>
console.log(Object.getPrototypeOf(Object.getPrototypeOf(it)) === Object.getPrototypeOf(Object.getPrototypeOf(new Map().keys()))) // expect: true
