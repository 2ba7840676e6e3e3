// Attributes, and what a property that is not configurable refuses.
const o = {}
Object.defineProperty(o, 'x', { value: 1 })
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(o, 'x'))) // expect: {"value":1,"writable":false,"enumerable":false,"configurable":false}
try { Object.defineProperty(o, 'x', { value: 2 }) } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot redefine property: x
Object.defineProperty(o, 'x', { value: 1 })
console.log(Reflect.defineProperty(o, 'x', { enumerable: true })) // expect: false
try { Object.defineProperty(o, 'y', { get() {}, value: 1 }) } catch (e) { console.log(e.message.slice(0, 28)) } // expect: Invalid property descriptor.
try { Object.defineProperty(o, 'y', { get: 1 }) } catch (e) { console.log(String(e)) } // expect: TypeError: Getter must be a function: 1
try { Object.defineProperty(o, 'y', 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Property description must be an object: 1
try { Object.defineProperty(1, 'y', {}) } catch (e) { console.log(String(e)) } // expect: TypeError: Object.defineProperty called on non-object
Object.defineProperties(o, { p: { value: 'P', enumerable: true }, q: { get: () => 'Q', enumerable: true } })
console.log(JSON.stringify(o)) // expect: {"p":"P","q":"Q"}
try { Object.defineProperties(o, { ok: { value: 1, enumerable: true }, bad: 5 }) } catch (e) { console.log(String(e), 'ok' in o) } // expect: TypeError: Property description must be an object: 5 false
const d = Object.getOwnPropertyDescriptor(o, 'q')
console.log(Object.keys(d).join(), d.set, typeof d.get) // expect: get,set,enumerable,configurable undefined function
console.log(Object.keys(Object.getOwnPropertyDescriptors({ a: 1, get b() { return 1 } })).join()) // expect: a,b
