// After ?. on null or undefined nothing more of the chain is done.
let calls = 0
const count = () => ++calls
const none = null, o = { a: { b: [1, { c: 2 }] }, f() { return this === o }, k: 'a' }
console.log(none?.x, none?.x.y.z(), none?.[count()], none?.(count()), none?.x[count()].y, calls)
// expect: undefined undefined undefined undefined undefined 0
console.log(o?.a?.b?.[1]?.c, o.missing?.x, o?.['a'].b.length, o[o?.k].b[0]) // expect: 2 undefined 2 1
console.log(o.f?.(), o?.f(), o['f']?.(), (o?.f)(), o.missing?.(), o.a.missing?.(count()), calls)
// expect: true true true true undefined undefined 0
try { o.missing.x?.y } catch (e) { console.log(e.message) }
// expect: Cannot read properties of undefined (reading 'x')
try { o?.missing.x } catch (e) { console.log(e.message) }
// expect: Cannot read properties of undefined (reading 'x')
try { o.k?.() } catch (e) { console.log(e.message) } // expect: o.k is not a function
try { (none?.x).y } catch (e) { console.log(e.message) }
// expect: Cannot read properties of undefined (reading 'y')
console.log(delete none?.x, delete o?.a?.b, o.a, typeof none?.x, none?.x ?? 'default', o?.a ? 1 : 2)
// expect: true true {} undefined default 1
console.log(0?.toFixed(1), ''?.length, false?.toString(), o?.5:1) // expect: 0.0 0 false 0.5
