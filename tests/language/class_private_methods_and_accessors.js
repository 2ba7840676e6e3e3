// Private methods and accessors are shared and cannot be assigned.
class A {
  #secret() { return 'secret of ' + this.name }
  get #value() { return this.stored ?? 'unset' }
  set #value(v) { this.stored = v * 2 }
  get #only() { return 1 }
  static #helper(x) { return x + '!' }
  constructor(name) { this.name = name }
  run() { this.#value = 5; this.#value += 1; return [this.#secret(), this.#value, A.#helper('h')] }
  method() { return this.#secret }
  break1() { this.#secret = 1 }
  break2() { this.#only = 1 }
  call() { return this.#secret?.() + `${this.#only}` }
}
const a = new A('a')
console.log(a.run(), a.method() === new A('b').method(), a.method().name, a.call())
// expect: [ 'secret of a', 22, 'h!' ] true #secret secret of a1
try { a.break1() } catch (e) { console.log(e.message) } // expect: Private method '#secret' is not writable
try { a.break2() } catch (e) { console.log(e.message) } // expect: '#only' was defined without a setter
try { A.prototype.run.call({}) } catch (e) { console.log(e.message) }
// expect: Cannot write private member #value to an object whose class did not declare it
class Sub extends A { #secret() { return 'of Sub' } both() { return [this.#secret(), this.run()[0]] } }
console.log(new Sub('s').both()) // expect: [ 'of Sub', 'secret of s' ]
class Writer { set #w(v) {} read() { return this.#w } }
try { new Writer().read() } catch (e) { console.log(e.message) } // expect: '#w' was defined without a getter
