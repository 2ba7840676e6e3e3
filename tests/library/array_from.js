// Array.from takes iterables and array-likes, and maps on the way.
console.log(JSON.stringify(Array.from('añ𝄞'))) // expect: ["a","ñ","𝄞"]
console.log(JSON.stringify(Array.from({ length: 3 }, (_, i) => i * 2))) // expect: [0,2,4]
console.log(JSON.stringify(Array.from(new Set([1, 1, 2])))) // expect: [1,2]
console.log(JSON.stringify(Array.from(new Map([['a', 1]])))) // expect: [["a",1]]
console.log(JSON.stringify(Array.from([1, , 3]))) // expect: [1,null,3]
console.log(JSON.stringify(Array.from([1, 2], function (x) { return x * this.k }, { k: 10 }))) // expect: [10,20]
class Mine extends Array {}
console.log(Mine.from([1]) instanceof Mine, Mine.of(1, 2).length) // expect: true 2
console.log(JSON.stringify(Array.from.call(Object, { length: 1, 0: 'x' }))) // expect: 1
try { Array.from(null) } catch (e) { console.log(e.name) } // expect: TypeError
try { Array.from([], 1) } catch (e) { console.log(String(e)) } // expect: TypeError: 1 is not a function
let closed = false
const source = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { closed = true; return {} } }) }
try { Array.from(source, () => { throw new Error('stop') }) } catch (e) { console.log(e.message, closed) } // expect: stop true
