// Keys that are numbers are items or nothing, never properties; others are ordinary.
'use strict'
const a = new Uint8Array(2)
const t = f => { try { console.log(f()) } catch (e) { console.log(e.message) } }
a['-0'] = 1, a['1.5'] = 1, a['7'] = 1, a['Infinity'] = 1, a['01'] = 'text', a.name = 'n'
console.log(Object.keys(a), a['-0'], a['01'], '-0' in a, '1.5' in a, '01' in a, 1 in a) // expect: [ '0', '1', '01', 'name' ] undefined text false false true true
const child = Object.create(a, {})
console.log(child[0], child[5], 5 in child, Reflect.set(child, 0, 1), Reflect.set(child, 9, 1), Object.keys(child).length) // expect: 0 undefined false true true 1
console.log(Object.getOwnPropertyDescriptor(a, 0), Reflect.ownKeys(a).length) // expect: { value: 0, writable: true, enumerable: true, configurable: true } 4
t(() => Object.defineProperty(a, 0, { value: 5 })[0]) // expect: 5
t(() => Object.defineProperty(a, 5, { value: 5 })) // expect: Invalid typed array index
t(() => Object.defineProperty(a, 0, { get() {} })) // expect: Cannot redefine property: 0
t(() => delete a[9]) // expect: true
t(() => Object.isFrozen(Object.freeze(new Uint8Array(0)))) // expect: true
for (const key in a) a.seen = (a.seen ?? '') + key
console.log(a.seen) // expect: 0101name
