// In a sloppy function arguments[0] and the first parameter are one variable.
function write(a, b) { arguments[0] = 9; return [a, b, arguments.length] }
console.log(write(1, 2), write(1), write()) // expect: [ 9, 2, 2 ] [ 9, undefined, 1 ] [ undefined, undefined, 0 ]
function assign(a) { a = 5; return arguments[0] }
console.log(assign(1), assign()) // expect: 5 undefined
function inner(a) { const set = v => { a = v }; set(3); return [arguments[0], (() => arguments[0])()] }
console.log(inner(1)) // expect: [ 3, 3 ]
function escapes(a) { (list => { list[0] = 'written' })(arguments); return a }
console.log(escapes('kept')) // expect: written
function receiver(a) { arguments[0](); return a }
console.log(receiver(function () { this[0] = 'through this' })) // expect: through this
function update(a) { arguments[0]++; [arguments[0]] = [arguments[0] * 2]; return a }
console.log(update(1)) // expect: 4
function declared(a) { function a() {} return typeof arguments[0] }
console.log(declared(1)) // expect: function
function again(a) { var a = 3; return arguments[0] }
console.log(again(1)) // expect: 3
function spread(a) { a = 'new'; return [...arguments] }
console.log(spread('old', 2)) // expect: [ 'new', 2 ]
console.log({ m(a) { arguments[0] = 2; return a } }.m(1)) // expect: 2

// Of parameters with one name the last is the variable.
function twice(a, b, a) { a = 7; return [...arguments] }
console.log(twice(1, 2, 3, 4)) // expect: [ 1, 2, 7, 4 ]

// Deleted, frozen or made read-only they part; sealed they do not.
function deleted(a) { delete arguments[0]; a = 2; return [0 in arguments, arguments[0]] }
console.log(deleted(1)) // expect: [ false, undefined ]
function frozen(a) { Object.freeze(arguments); a = 2; return [a, arguments[0]] }
console.log(frozen(1)) // expect: [ 2, 1 ]
function sealed(a) { Object.seal(arguments); a = 2; return arguments[0] }
console.log(sealed(1)) // expect: 2
function readOnly(a) {
  Object.defineProperty(arguments, 0, { value: 4 })
  const defined = a
  Object.defineProperty(arguments, 0, { writable: false })
  a = 6
  return [defined, a, arguments[0]]
}
console.log(readOnly(1)) // expect: [ 4, 6, 4 ]
function accessor(a) {
  Object.defineProperty(arguments, 0, { get: () => 'got', configurable: true })
  a = 2
  return [arguments[0], a]
}
console.log(accessor(1)) // expect: [ 'got', 2 ]
function attributes(a) {
  Object.defineProperty(arguments, 0, { enumerable: false })
  a = 2
  return [Object.keys(arguments), Object.getOwnPropertyDescriptor(arguments, '0')]
}
console.log(attributes(1))
// expect: [
// expect:   [],
// expect:   { value: 2, writable: true, enumerable: false, configurable: true }
// expect: ]

// The variable outlives the call, and so does what arguments shows of it.
function survives(a) { return { list: arguments, set(v) { a = v } } }
const pair = survives('first')
pair.set({ later: true })
console.log(pair.list, pair.list.length) // expect: [Arguments] { '0': { later: true } } 1
pair.list[0] = null
console.log(Object.entries(pair.list)) // expect: [ [ '0', null ] ]

// Strict functions, and those with more than names, have their own copies.
function strict(a) { 'use strict'; a = 2; return arguments[0] }
console.log(strict(1)) // expect: 1
function defaults(a, b = 1) { a = 2; return arguments[0] }
console.log(defaults(1)) // expect: 1
function rest(a, ...more) { arguments[0] = 2; return a }
console.log(rest(1)) // expect: 1
function pattern([a]) { try { return arguments.callee } catch (e) { return e.name } }
console.log(pattern([])) // expect: TypeError
