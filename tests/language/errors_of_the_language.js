// What the engine itself throws says what went wrong, in V8's words.
const tries = [
  () => null.x, () => undefined.x, () => { null.x = 1 }, () => { let o; o.f() }, () => { ({}).f() }, () => { const o = { a: {} }; o.a.b.c() },
  () => { const notFunction = 5; notFunction() }, () => { [1, 2].foo.bar() }, () => new (5)(), () => new Array(-1), () => 'x'.repeat(-1), () => (1).toFixed(200),
  () => { const [a] = {} }, () => new Set(5), () => [].reduce((a) => a), () => Symbol() + 1, () => ({}) instanceof 5, () => 'a' in 'b', () => JSON.parse('{'), () => { null[Symbol.iterator] }, () => decodeURIComponent('%'),
]
for (const f of tries) try { f(); console.log('nothing') } catch (e) { console.log(`${e.name}: ${e.message}`) }
// expect: TypeError: Cannot read properties of null (reading 'x')
// expect: TypeError: Cannot read properties of undefined (reading 'x')
// expect: TypeError: Cannot set properties of null (setting 'x')
// expect: TypeError: Cannot read properties of undefined (reading 'f')
// expect: TypeError: {}.f is not a function
// expect: TypeError: Cannot read properties of undefined (reading 'c')
// expect: TypeError: notFunction is not a function
// expect: TypeError: Cannot read properties of undefined (reading 'bar')
// expect: TypeError: 5 is not a constructor
// expect: RangeError: Invalid array length
// expect: RangeError: Invalid count value: -1
// expect: RangeError: toFixed() digits argument must be between 0 and 100
// expect: TypeError: {} is not iterable
// expect: TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: TypeError: Reduce of empty array with no initial value
// expect: TypeError: Cannot convert a Symbol value to a number
// expect: TypeError: Right-hand side of 'instanceof' is not an object
// expect: TypeError: Cannot use 'in' operator to search for 'a' in b
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: URIError: URI malformed
