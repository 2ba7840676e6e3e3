// extends null makes a prototype without a prototype.
class N extends null { static s() { return 's' } m() {} }
console.log(Object.getPrototypeOf(N.prototype), Object.getPrototypeOf(N) === Function.prototype, N.s())
// expect: null true s
try { new N() } catch (e) { console.log(e.name) } // expect: TypeError
class M extends null { constructor() { return Object.create(new.target.prototype) } m() { return 'm' } }
const m = new M()
console.log(m.m(), m instanceof M, 'toString' in m) // expect: m true false
