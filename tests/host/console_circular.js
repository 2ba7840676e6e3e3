// Circles are numbered.
const one = { name: 'one' }; one.self = one
console.log(one) // expect: <ref *1> { name: 'one', self: [Circular *1] }
const a = { b: {} }; a.b.a = a; a.b.list = [a.b]
console.log(a) // expect: <ref *1> { b: <ref *2> { a: [Circular *1], list: [ [Circular *2] ] } }
const list = []; list.push(list, { list })
console.log(list, new Map([['x', one]]))
// expect: <ref *1> [ [Circular *1], { list: [Circular *1] } ] Map(1) { 'x' => <ref *1> { name: 'one', self: [Circular *1] } }
