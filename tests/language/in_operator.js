// in asks for a property, own or inherited; #x in asks for a private one.
const o = { a: undefined, 1: 'one', [Symbol.iterator]: 0 }
console.log('a' in o, 'b' in o, 1 in o, '1' in o, Symbol.iterator in o, 'toString' in o)
// expect: true false true true true true
console.log(0 in [, 1], 1 in [, 1], 'length' in [], 2 in [1, 2]) // expect: false true true false
try { 'a' in 'abc' } catch (e) { console.log(e.message) }
// expect: Cannot use 'in' operator to search for 'a' in abc
try { 'a' in null } catch (e) { console.log(e.name) } // expect: TypeError
class Brand { #b; static has(x) { return #b in x } }
console.log(Brand.has(new Brand()), Brand.has({}), Brand.has(Object.create(new Brand())))
// expect: true false false
try { Brand.has(1) } catch (e) { console.log(e.name) } // expect: TypeError
for (const k = ('a' in o) ? 'yes' : 'no'; ;) { console.log(k); break } // expect: yes
