// A function changes values; an array says which keys are written, and in which order.
console.log(JSON.stringify({ a: 1, b: [2, 'x'] }, (key, value) => typeof value === 'number' ? value + 1 : value)) // expect: {"a":2,"b":[3,"x"]}
console.log(JSON.stringify({ a: 1, b: 2, c: { a: 3, b: 4 } }, ['b', 'c', 'b']), JSON.stringify({ 1: 'x', 2: 'y' }, [2, Object(1)]), JSON.stringify([{ a: 1, b: 2 }], ['a']))
// expect: {"b":2,"c":{"b":4}} {"2":"y","1":"x"} [{"a":1}]
const keys = []
JSON.stringify({ x: [5] }, function (key, value) { keys.push(key + ':' + (this[key] === value)); return value })
console.log(keys.join()) // expect: :true,x:true,0:true
console.log(JSON.stringify({ a: 1 }, (key, value) => key === '' ? { wrapped: value } : value), JSON.stringify(1, () => undefined))
// expect: {"wrapped":{"a":1}} undefined
