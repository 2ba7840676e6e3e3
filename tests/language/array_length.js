// length is always above the last index, and cuts when it is set.
const a = ['a', 'b', 'c']
a.length = 1
console.log(a, a[1]) // expect: [ 'a' ] undefined
a.length = 3
console.log(a) // expect: [ 'a', <2 empty items> ]
a[5] = 'f'
console.log(a.length) // expect: 6
a['6'] = 'index', a['07'] = 'name', a[-1] = 'name', a[1.5] = 'name'
console.log(a.length, Object.keys(a)) // expect: 7 [ '0', '5', '6', '07', '-1', '1.5' ]
for (const bad of [-1, 1.5, NaN, 2 ** 32, 'x']) { try { a.length = bad } catch (e) { console.log(e.name, e.message) } }
// expect: RangeError Invalid array length
// expect: RangeError Invalid array length
// expect: RangeError Invalid array length
// expect: RangeError Invalid array length
// expect: RangeError Invalid array length
a.length = '2'
console.log(a.length, [].length = 5) // expect: 2 5
const fixed = Object.defineProperty([1, 2, 3], 'length', { writable: false })
fixed[3] = 4
fixed.length = 0
console.log(fixed) // expect: [ 1, 2, 3 ]
try { fixed.push(4) } catch (e) { console.log(e.name) } // expect: TypeError
const stuck = Object.defineProperty([1, 2, 3], 1, { configurable: false })
stuck.length = 0
console.log(stuck) // expect: [ 1, 2 ]
const huge = []
huge[4294967294] = 'last'
huge[4294967295] = 'not an index'
console.log(huge.length, Object.keys(huge).length) // expect: 4294967295 2
