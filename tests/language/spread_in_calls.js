// f(...iterable) passes each item as an argument.
const show = (...all) => all.join()
console.log(show(...[1, 2], 3, ...'ab', ...new Set([4, 4, 5]))) // expect: 1,2,3,a,b,4,5
console.log(Math.max(...[3, 9, 2]), [].concat(...[[1], [2]])) // expect: 9 [ 1, 2 ]
console.log(new Array(...[1, 2, 3]), new (class { constructor(...a) { this.n = a.length } })(...[1, 2]).n)
// expect: [ 1, 2, 3 ] 2
const o = { k: 7, m(...all) { return this.k + all.length } }
console.log(o.m(...[1, 2, 3]), o['m'](...''), o?.m(...[1])) // expect: 10 7 8
console.log(show(...[, 1, ,])) // expect: ,1,
try { show(...5) } catch (e) { console.log(e.name) } // expect: TypeError
try { show(...undefined) } catch (e) { console.log(e.name) } // expect: TypeError
const endless = { [Symbol.iterator]() { let n = 0; return { next: () => ({ value: n, done: n++ > 2 }) } } }
console.log(show(...endless, ...endless)) // expect: 0,1,2,0,1,2
