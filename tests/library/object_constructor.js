// Object as a function and as a constructor.
console.log(typeof Object('x'), Object(null) instanceof Object, Object([]).length, new Object(1) + 1) // expect: object true 0 2
const o = {}
console.log(Object(o) === o, new Object(o) === o) // expect: true true
class Sub extends Object { constructor() { super(1) } }
console.log(new Sub() instanceof Sub, typeof new Sub().valueOf()) // expect: true object
