// toString gives the source text, or says that there is none.
function named(a, b = 2) { /* body */ return a }
console.log(named.toString()) // expect: function named(a, b = 2) { /* body */ return a }
console.log((x => x + 1).toString(), String(class A { m() {} })) // expect: x => x + 1 class A { m() {} }
console.log(({ m() { return 1 } }).m.toString(), Object.getOwnPropertyDescriptor({ get  x() { return 1 } }, 'x').get.toString()) // expect: m() { return 1 } get  x() { return 1 }
console.log(Math.max.toString(), [].push.toString(), Symbol.prototype[Symbol.toPrimitive].toString()) // expect: function max() { [native code] } function push() { [native code] } function [Symbol.toPrimitive]() { [native code] }
try { Function.prototype.toString.call({}) } catch (e) { console.log(String(e)) } // expect: TypeError: Function.prototype.toString requires that 'this' be a Function
