// Errors: message, cause and stack are own and hidden, the rest inherited.
const e = new RangeError('too far', { cause: 'why' })
console.log(e.name, e.message, e.cause, e instanceof RangeError, e instanceof Error) // expect: RangeError too far why true true
console.log(Object.keys(e).length, Object.getOwnPropertyNames(e).join()) // expect: 0 stack,message,cause
console.log(Object.hasOwn(new Error(), 'message'), Object.hasOwn(new Error(undefined, {}), 'cause'), Object.hasOwn(new Error('', { cause: undefined }), 'cause')) // expect: false false true
console.log(TypeError('no new').message, TypeError.prototype.name, Object.getPrototypeOf(TypeError) === Error) // expect: no new TypeError true
console.log(TypeError.length, AggregateError.length, Error.prototype.message === '') // expect: 1 2 true
console.log(e.stack.split('\n')[0], typeof e.stack) // expect: RangeError: too far string
const all = new AggregateError([1, new Error('x')], 'many', { cause: 0 })
console.log(all.errors.length, all.message, all.cause, all.name, Object.keys(all).length) // expect: 2 many 0 AggregateError 0
console.log(new Error({ toString: () => 'from object' }).message) // expect: from object
