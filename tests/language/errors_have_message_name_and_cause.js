// Error and its kinds.
for (const E of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]) {
  const e = new E('text'), called = E('called')
  console.log(String(e), e.name, called instanceof E, Object.keys(e).length, Object.getPrototypeOf(E.prototype) === Error.prototype)
// expect: Error: text Error true 0 false
// expect: TypeError: text TypeError true 0 true
// expect: RangeError: text RangeError true 0 true
// expect: SyntaxError: text SyntaxError true 0 true
// expect: ReferenceError: text ReferenceError true 0 true
// expect: EvalError: text EvalError true 0 true
// expect: URIError: text URIError true 0 true
}
const caused = new Error('outer', { cause: new TypeError('inner') })
console.log(caused.cause.message, 'cause' in new Error(), Object.hasOwn(new Error('x', { cause: undefined }), 'cause'))
// expect: inner false true
console.log(String(new Error()), 'message' in new Error(), Object.hasOwn(new Error(), 'message'))
// expect: Error true false
const renamed = new Error('m')
renamed.name = 'Custom'
console.log(String(renamed), Object.prototype.toString.call(renamed)) // expect: Custom: m [object Error]
console.log(new AggregateError([1, 2], 'many').errors) // expect: [ 1, 2 ]
class HttpError extends Error { constructor(status) { super('status ' + status); this.status = status; this.name = 'HttpError' } }
try { throw new HttpError(404) } catch (e) { console.log(`${e}`, e.status, e instanceof HttpError) }
// expect: HttpError: status 404 404 true
