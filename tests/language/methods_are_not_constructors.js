// Methods, arrows and accessors cannot be used with new and have no prototype.
const o = { m() {}, f: function () {}, get g() { return 1 } }
const getter = Object.getOwnPropertyDescriptor(o, 'g').get
for (const [name, f] of Object.entries({ method: o.m, arrow: () => {}, getter, builtin: Math.max })) {
  try { new f(); console.log(name, 'made') } catch (e) { console.log(name, e.name, Object.hasOwn(f, 'prototype')) }
// expect: method TypeError false
// expect: arrow TypeError false
// expect: getter TypeError false
// expect: builtin TypeError false
}
console.log(typeof new o.f(), Object.hasOwn(o.f, 'prototype')) // expect: object true
class C { m() {} static s() {} }
try { new C.s() } catch (e) { console.log(e.message) } // expect: C.s is not a constructor
try { C() } catch (e) { console.log(e.message) }
// expect: Class constructor C cannot be invoked without 'new'
try { C.call({}) } catch (e) { console.log(e.message) }
// expect: Class constructor C cannot be invoked without 'new'
