// `this` of a derived class comes from super(), once.
const attempt = (C) => { try { return new C() } catch (e) { return e.name + ': ' + e.message } }
class Base { constructor() { this.base = true } }
console.log(attempt(class extends Base { constructor() { this.x = 1; super() } }))
// expect: ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
console.log(attempt(class extends Base { constructor() {} }))
// expect: ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
console.log(attempt(class extends Base { constructor() { super(); super() } }))
// expect: ReferenceError: Super constructor may only be called once
console.log(attempt(class extends Base { constructor() { return { other: 1 } } })) // expect: { other: 1 }
console.log(attempt(class extends Base { constructor() { super(); return undefined } }))
// expect: Base { base: true }
console.log(attempt(class extends Base { constructor() { super(); return 1 } }))
// expect: TypeError: Derived constructors may only return object or undefined
console.log(attempt(class extends Base { constructor() { const later = () => super(); later(); this.x = 1 } }))
// expect: Base { base: true, x: 1 }
console.log(attempt(class extends Base { constructor() { try { this } catch (e) { super(); this.caught = e.name } } }))
// expect: Base { base: true, caught: 'ReferenceError' }
console.log(attempt(class extends Base { constructor() { const read = () => this; super(); this.same = read() === this } }))
// expect: Base { base: true, same: true }
console.log(attempt(class extends Base { constructor(a = super()) { this.inDefault = a === this } }))
// expect: Base { base: true, inDefault: true }
