// WeakMap and WeakSet take objects and symbols that are not registered.
const key = {}, w = new WeakMap([[key, 1]])
console.log(w.get(key), w.has(key), w.has({}), w.get('x'), w.set(key, 2) === w, w.get(key)) // expect: 1 true false undefined true 2
console.log(w.delete(key), w.delete(key), w.has(key), String(w)) // expect: true false false [object WeakMap]
try { w.set('x', 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Invalid value used as weak map key
const symbol = Symbol('s')
console.log(w.set(symbol, 's').get(symbol)) // expect: s
try { w.set(Symbol.for('r'), 1) } catch (e) { console.log(e.name) } // expect: TypeError
const s = new WeakSet([key])
console.log(s.has(key), s.add(symbol) === s, s.has(symbol), s.delete(key), s.has(key), s.has(1)) // expect: true true true true false false
try { s.add(1) } catch (e) { console.log(String(e)) } // expect: TypeError: Invalid value used in weak set
try { WeakMap() } catch (e) { console.log(String(e)) } // expect: TypeError: Constructor WeakMap requires 'new'
const keys = [], many = new WeakMap
for (let i = 0; i < 500; i++) { keys.push({}); many.set(keys[i], { i }); many.set({}, 'garbage') }
console.log(keys.every((k, i) => many.get(k).i === i)) // expect: true
