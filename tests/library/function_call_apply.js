// call and apply choose `this` and the arguments.
function show() { return [typeof this, ...arguments].join() }
console.log(show.call('s', 1, 2), show.apply(null, [1, , 3]), show.apply(1), show.call()) // expect: object,1,2 object,1,,3 object object
console.log(show.apply(0, { length: 2, 0: 'a', 1: 'b' }), Math.max.apply(null, [1, 5, 3])) // expect: object,a,b 5
const strict = function () { 'use strict'; return this }
console.log(strict.call(5), strict.call(null), typeof (function () { return this }).call(5)) // expect: 5 null object
try { show.apply(null, 1) } catch (e) { console.log(String(e)) } // expect: TypeError: CreateListFromArrayLike called on non-object
try { Function.prototype.apply.call({}, null, []) } catch (e) { console.log(e.name) } // expect: TypeError
const list = Array.from({ length: 1000 }, (_, i) => i)
console.log(Math.max.apply(null, list), show.apply(null, list).length) // expect: 999 3896
