// Errors show their stack, and properties of their own.
const make = (error, stack) => { error.stack = stack; return error }
console.log(make(new Error('plain'), 'Error: plain\n    at here (file.js:1:2)'))
// expect: Error: plain
// expect:     at here (file.js:1:2)
console.log([make(new TypeError('inner'), 'TypeError: inner\n    at there (file.js:3:4)')])
// expect: [
// expect:   TypeError: inner
// expect:       at there (file.js:3:4)
// expect: ]
console.log(Object.assign(make(new RangeError('with more'), 'RangeError: with more\n    at x:1:1'), { code: 42 }))
// expect: RangeError: with more
// expect:     at x:1:1 {
// expect:   code: 42
// expect: }
console.log(make(new Error('no frames'), 'Error: no frames')) // expect: [Error: no frames]
class CustomError extends Error {}
console.log(make(new CustomError('named'), 'Error: named\n    at y:1:1'))
// expect: CustomError: named
// expect:     at y:1:1
const cause = make(new Error('cause'), 'Error: cause\n    at a\n    at b\n    at c\n    at d\n    at e')
console.log(make(new Error('outer', { cause }), 'Error: outer\n    at z\n    at b\n    at c\n    at d\n    at e'))
// expect: Error: outer
// expect:     at z
// expect:     at b
// expect:     ... 2 lines matching cause stack trace ...
// expect:     at e {
// expect:   [cause]: Error: cause
// expect:       at a
// expect:       at b
// expect:       at c
// expect:       at d
// expect:       at e
// expect: }
