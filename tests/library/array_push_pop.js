// push and pop work on the end of arrays and of anything with a length.
const a = []
console.log(a.push(1, 'two', 3.5), a.length) // expect: 3 3
console.log(a.pop(), a.pop(), a.pop(), a.pop(), a.length) // expect: 3.5 two 1 undefined 0
const like = { length: 2 }
console.log(Array.prototype.push.call(like, 'x'), JSON.stringify(like)) // expect: 3 {"2":"x","length":3}
console.log(Array.prototype.pop.call(like), JSON.stringify(like)) // expect: x {"length":2}
try { Object.freeze([1]).push(2) } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot add property 1, object is not extensible
try { Object.freeze([1]).pop() } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot delete property '0' of [object Array]
try { Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Pushing 1 elements on an array-like of length 9007199254740991 is disallowed, as the total surpasses 2**53-1
const big = []
for (let i = 0; i < 1000; i++) big.push(i, String(i))
console.log(big.length, big[1998], big[1999]) // expect: 2000 999 999
while (big.length > 3) big.pop()
console.log(big.join()) // expect: 0,0,1
