// console.log shows a proxy's target, and runs none of its traps.
const loud = { get() { throw new Error('get') }, ownKeys() { throw new Error('ownKeys') }, getPrototypeOf() { throw new Error('proto') } }
console.log(new Proxy({ a: 1 }, loud), new Proxy([1, 2], loud)) // expect: { a: 1 } [ 1, 2 ]
console.log(new Proxy(function foo() {}, loud), new Proxy(class A {}, loud), [new Proxy(new Map([[1, 2]]), loud)]) // expect: [Function: foo] [class A] [ Map(1) { 1 => 2 } ]
console.log(new Proxy(new Proxy({ x: 1 }, {}), {}), Proxy) // expect: { x: 1 } [Function: Proxy]
