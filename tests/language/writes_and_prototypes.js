// A write makes an own property, unless the prototype has a setter or says no.
const proto = { plain: 1, set watched(v) { this.log = v } }
Object.defineProperty(proto, 'fixed', { value: 'fixed' })
const o = Object.create(proto)
o.plain = 2
o.watched = 3
o.fixed = 'ignored'
console.log(o, o.fixed, proto.plain) // expect: { plain: 2, log: 3 } fixed 1
const strict = () => { 'use strict'; o.fixed = 1 }
try { strict() } catch (e) { console.log(e.name) } // expect: TypeError
Object.defineProperty(o, 'fixed', { value: 'own' })
console.log(o.fixed) // expect: own
function put(target) { target.late = 'x'; return Object.hasOwn(target, 'late') }
const first = put(Object.create(proto))
Object.defineProperty(proto, 'late', { set() { }, configurable: true })
console.log(first, put(Object.create(proto))) // expect: true false
const sealed = Object.preventExtensions({ a: 1 })
sealed.a = 2
sealed.b = 3
console.log(sealed) // expect: { a: 2 }
const strictAdd = () => { 'use strict'; sealed.b = 3 }
try { strictAdd() } catch (e) { console.log(e.message) }
// expect: Cannot add property b, object is not extensible
(5).property = 1
console.log((5).property) // expect: undefined
try { (() => { 'use strict'; 'text'.property = 1 })() } catch (e) { console.log(e.name) } // expect: TypeError
try { undefined.property = 1 } catch (e) { console.log(e.message) }
// expect: Cannot set properties of undefined (setting 'property')
