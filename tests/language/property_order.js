// Indices come first in numeric order, then names in order of creation, then
// symbols.
const s = Symbol('s')
const o = { b: 1, [s]: 2, 2: 3, a: 4, 1: 5, '-1': 6, '01': 7 }
o[0] = 8
o.c = 9
delete o.b
o.b = 10
console.log(Object.keys(o), Reflect.ownKeys(o).length)
// expect: [
// expect:   '0', '1',  '2',
// expect:   'a', '-1', '01',
// expect:   'c', 'b'
// expect: ] 9
for (const k in o) console.log(k, o[k])
// expect: 0 8
// expect: 1 5
// expect: 2 3
// expect: a 4
// expect: -1 6
// expect: 01 7
// expect: c 9
// expect: b 10
console.log(JSON.stringify(o), Object.entries(o).length)
// expect: {"0":8,"1":5,"2":3,"a":4,"-1":6,"01":7,"c":9,"b":10} 8
class K { z = 1; a = 2; 5 = 3 }
console.log(Object.keys(new K())) // expect: [ '5', 'z', 'a' ]
