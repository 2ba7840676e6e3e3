// `stack` is made when it is first read: what the error is called until then
// counts. Once read it stays.
class Named extends Error { constructor(m) { super(m); this.name = 'Named' } }
const first = e => e.stack.split('\n')[0]
const named = new Named('x')
console.log(first(named)) // expect: Named: x
named.message = 'y'
console.log(first(named)) // expect: Named: x
class Getter extends Error { get name() { return 'Got' } }
console.log(first(new Getter('m'))) // expect: Got: m
class Bad extends Error { get name() { throw 1 } }
console.log(first(new Bad('m'))) // expect: Error: m
const { value, ...rest } = Object.getOwnPropertyDescriptor(new Error('d'), 'stack')
console.log(value.split('\n')[0], rest) // expect: Error: d { writable: true, enumerable: false, configurable: true }
const set = new Error('s')
set.stack = 'mine'
const heir = Object.create(new Error('h'))
heir.stack = 'its own'
console.log(set.stack, Object.keys(set), heir.stack, Object.keys(heir)) // expect: mine [] its own [ 'stack' ]
const fixed = Object.defineProperty(new Error('f'), 'stack', { value: 'fixed' })
fixed.stack = 'changed'
console.log(fixed.stack, first(Object.freeze(new Error('z'))), typeof Object.create(new Error).stack) // expect: changed Error: z string
const holder = { name: 'N', message: 'M' }
Error.captureStackTrace(holder)
console.log(first(holder), Object.getOwnPropertyNames(holder)) // expect: N: M [ 'name', 'message', 'stack' ]
Error.stackTraceLimit = 0
console.log(new Error('none').stack) // expect: Error: none
Error.stackTraceLimit = 'a'
console.log(new Error('none').stack) // expect: undefined
Error.stackTraceLimit = Infinity
const deep = n => (n ? deep(n - 1) : new Error('deep'))
console.log(deep(50).stack.split('\n').length > 50) // expect: true
console.log(Object.isFrozen(Object.freeze(new Error('e'))), Object.isSealed(Object.seal(new Error('e')))) // expect: true true
