// static { } runs once while the class is made, with `this` the class.
const log = []
class A {
  static #p
  static x = log.push('x')
  static { log.push('block 1'); this.y = this.x + 1; var local = 'local'; this.#p = 'private' }
  static z = log.push('z')
  static { log.push('block 2'); this.read = () => this.#p + local }
}
console.log(log, A.y, A.z, typeof A.read, typeof local)
// expect: [ 'x', 'block 1', 'z', 'block 2' ] 2 3 function undefined
try { A.read() } catch (e) { console.log(e.message) } // expect: local is not defined
let peek
class B { #v = 7; static { peek = (b) => b.#v } }
console.log(peek(new B())) // expect: 7
class C extends A { static { this.fromSuper = super.y; this.name2 = this.name } }
console.log(C.fromSuper, C.name2) // expect: 2 C
try { class D { static { throw new Error('while being made') } } } catch (e) { console.log(e.message) }
// expect: while being made
