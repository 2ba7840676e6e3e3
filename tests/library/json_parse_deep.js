// Deep nesting is no danger to the parser.
// stress: skip fifty thousand nested arrays, marked again for each of them
let deep = ''
for (let i = 0; i < 50000; i++) deep += '['
console.log(JSON.parse(deep + deep.replaceAll('[', ']')).length) // expect: 1
