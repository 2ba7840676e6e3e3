// Plain objects: keys, symbols, accessors, nesting to depth two.
console.log({ a: 1, 'b-c': 2, 3: 'x', [Symbol('s')]: 4, f() {}, g: class A {} })
// expect: {
// expect:   '3': 'x',
// expect:   a: 1,
// expect:   'b-c': 2,
// expect:   f: [Function: f],
// expect:   g: [class A],
// expect:   [Symbol(s)]: 4
// expect: }
console.log({ get a() { return 1 }, set a(v) {}, get b() { return 1 }, set c(v) {} }) // expect: { a: [Getter/Setter], b: [Getter], c: [Setter] }
console.log({ a: { b: { c: { d: 1 } }, list: [[[1]]] } }) // expect: { a: { b: { c: [Object] }, list: [ [Array] ] } }
console.log({}, [], { a: {} }, Object.create(null), Object.assign(Object.create(null), { x: 1 }))
// expect: {} [] { a: {} } [Object: null prototype] {} [Object: null prototype] { x: 1 }
console.log({ ['__proto__']: 1, '': 2, constructor: 3 }) // expect: { ['__proto__']: 1, '': 2, constructor: 3 }
