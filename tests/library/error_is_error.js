// Error.isError looks at what an object is, not at its prototype.
class Mine extends RangeError { }
console.log([new Error('x'), new Mine(), Object.setPrototypeOf(new TypeError(), null)].map(Error.isError)) // expect: [ true, true, true ]
console.log([Object.create(Error.prototype), Error, 'Error', undefined, { name: 'Error', message: '' }].map(Error.isError)) // expect: [ false, false, false, false, false ]
