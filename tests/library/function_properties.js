// length and name of functions of the engine and of the program.
console.log([].push.length, [].push.name, Object.name, Function.prototype.name === '', Function.length) // expect: 1 push Object true 1
console.log(Object.getOwnPropertyDescriptor(Map.prototype, 'size').get.name, [][Symbol.iterator].name) // expect: get size values
console.log(JSON.stringify(Object.getOwnPropertyDescriptor([].push, 'length'))) // expect: {"value":1,"writable":false,"enumerable":false,"configurable":true}
console.log(Object.getOwnPropertyNames(function f() { 'use strict' }).join(), Object.getOwnPropertyNames(() => 1).join()) // expect: length,name,prototype length,name
console.log('prototype' in [].push, typeof Function.prototype, Function.prototype()) // expect: false function undefined
try { new [].push() } catch (e) { console.log(e.name) } // expect: TypeError
try { Function.prototype.caller } catch (e) { console.log(e.name) } // expect: TypeError
