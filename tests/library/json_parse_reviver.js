// A reviver sees children first, may change, drop and add.
console.log(JSON.parse('{"a":[1,2,{"b":3}],"c":"x"}', (key, value) => typeof value === 'number' ? value * 2 : value))
// expect: { a: [ 2, 4, { b: 6 } ], c: 'x' }
const seen = []
JSON.parse('{"a":[1,2],"b":{"c":null}}', function (key, value) { seen.push(key); return value })
console.log(seen.join('|')) // expect: 0|1|a|c|b|
console.log(JSON.parse('{"a":1,"b":2}', (key, value) => key === 'a' ? undefined : value), JSON.parse('[1,2,3]', (key, value) => key === '1' ? undefined : value))
// expect: { b: 2 } [ 1, <1 empty item>, 3 ]
console.log(JSON.parse('[1,2]', function (key, value) { if (key === '0') this[1] = { late: true }; return value })) // expect: [ 1, { late: true } ]
console.log(JSON.parse('5', (key, value) => [key, value])) // expect: [ '', 5 ]
try { JSON.parse('[1]', () => { throw new Error('from reviver') }) } catch (e) { console.log(e.message) } // expect: from reviver
