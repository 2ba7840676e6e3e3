// A reviver can see the source of primitives that nobody changed.
const text = '{"a": 1.0, "b": [-0, "x\\n", true], "a": 2e1}'
JSON.parse(text, function (key, value, context) { if (typeof value !== 'object') console.log(key, context.source); return value })
// expect: a 2e1
// expect: 0 -0
// expect: 1 "x\n"
// expect: 2 true
JSON.parse('[1, 2]', function (key, value, context) { if (key === '0') this[1] = 3; if (key) console.log(key, context); return value })
// expect: 0 { source: '1' }
// expect: 1 {}
console.log(JSON.parse(' 9007199254740993 ', (key, value, { source }) => source)) // expect: 9007199254740993
