// The name is a constant inside the class, an ordinary let outside.
let C = class Inner { static self() { return Inner } set() { Inner = 1 } }
console.log(C.self() === C, typeof Inner) // expect: true undefined
try { new C().set() } catch (e) { console.log(e.message) } // expect: Assignment to constant variable.
class D { static me() { return D } }
const Old = D
D = 'changed'
console.log(Old.me() === Old, D) // expect: true changed
try { class E extends E {} } catch (e) { console.log(e.message) }
// expect: Cannot access 'E' before initialization
try { class F { static x = new F().v; v = 'made inside' } console.log(F.x) } catch (e) { console.log(e.message) }
// expect: made inside
try { class G { [G.name]() {} } } catch (e) { console.log(e.message) }
// expect: Cannot access 'G' before initialization
console.log((class {}).name === '', (class Named {}).name, [class {}][0].name === '')
// expect: true Named true
const o = { c: class {}, ['d' + 1]: class {} }
console.log(o.c.name, o.d1.name) // expect: c d1
