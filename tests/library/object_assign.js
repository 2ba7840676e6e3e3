// Object.assign reads with getters, writes with setters, own enumerable only.
const target = { a: 1, set b(v) { this.seen = v } }
const source = { get a() { return 'got' }, b: 2, [Symbol.for('s')]: 3 }
Object.defineProperty(source, 'hidden', { value: 1 })
console.log(Object.assign(target, null, source, 'xy') === target) // expect: true
console.log(target.a, target.seen, target[Symbol.for('s')], target.hidden, target[1]) // expect: got 2 3 undefined y
try { Object.assign(Object.freeze({ a: 1 }), { a: 2 }) } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot assign to read only property 'a' of object '#<Object>'
try { Object.assign() } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert undefined or null to object
