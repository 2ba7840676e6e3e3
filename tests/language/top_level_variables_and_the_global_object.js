// var and functions of a script are properties of the global object; let,
// const and class are not.
var asVar = 1
let asLet = 2
const asConst = 3
class AsClass {}
function asFunction() {}
console.log(globalThis.asVar, typeof globalThis.asFunction, this === globalThis) // expect: 1 function true
console.log(globalThis.asLet, globalThis.asConst, globalThis.AsClass) // expect: undefined undefined undefined
globalThis.asVar = 'changed'
console.log(asVar, delete globalThis.asVar, asVar) // expect: changed false changed
globalThis.added = 'added'
console.log(added, typeof added) // expect: added string
globalThis.asLet = 'hidden'
console.log(asLet, globalThis.asLet) // expect: 2 hidden
const d = Object.getOwnPropertyDescriptor(globalThis, 'asVar')
console.log(d.writable, d.enumerable, d.configurable) // expect: true true false
