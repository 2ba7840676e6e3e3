// throw takes any value, and catch gets it as it is.
const symbol = Symbol('s'), object = { a: 1 }, f = () => 1
for (const value of [1, -0, '', null, undefined, NaN, false, symbol, object, f]) {
  try { throw value } catch (e) { console.log(Object.is(e, value)) }
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
// expect: true
}
const thrower = () => { throw 'from a call' }
for (const run of [() => [1].map(thrower), () => ({ get x() { return thrower() } }).x, () => `${{ toString: thrower }}`, () => new (class { constructor() { thrower() } })(), () => [...{ [Symbol.iterator]: thrower }], () => [2, 1].sort(thrower), () => JSON.stringify({ toJSON: thrower }), () => new Map([[1, 2]]).forEach(thrower), () => 'x'.replace('x', thrower), () => thrower.call(), () => Reflect.apply(thrower, null, [])]) {
  try { run(); console.log('not thrown') } catch (e) { console.log(e) }
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
// expect: from a call
}
