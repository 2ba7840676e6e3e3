// hasOwn, hasOwnProperty, propertyIsEnumerable, in.
const o = Object.create({ inherited: 1 }, { own: { value: 1 }, seen: { value: 1, enumerable: true } })
console.log(Object.hasOwn(o, 'own'), Object.hasOwn(o, 'inherited'), 'inherited' in o) // expect: true false true
console.log(o.hasOwnProperty('own'), o.propertyIsEnumerable('own'), o.propertyIsEnumerable('seen')) // expect: true false true
console.log(Object.hasOwn('abc', 1), Object.hasOwn('abc', 3), Object.hasOwn([1], 'length')) // expect: true false true
try { Object.hasOwn(null, { toString() { console.log('not called') } }) } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert undefined or null to object
try { Object.prototype.hasOwnProperty.call(null, { toString() { console.log('called') ; return 'x' } }) } catch (e) { console.log(String(e)) }
// expect: called
// expect: TypeError: Cannot convert undefined or null to object
