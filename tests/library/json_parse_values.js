// All the values of JSON, with and without white space.
console.log(JSON.parse('[1, -0, 1.5e3, 1E-2, true, false, null, "x", {}, []]'))
// expect: [
// expect:   1,    -0,   1500,
// expect:   0.01, true, false,
// expect:   null, 'x',  {},
// expect:   []
// expect: ]
console.log(JSON.parse(' \t\r\n{ "a" : [ 1 , { "b" : null } ] } ')) // expect: { a: [ 1, { b: null } ] }
console.log(JSON.parse('12345678901234567890'), JSON.parse('0.1'), JSON.parse('1e400'), JSON.parse('-1e-400'), JSON.parse('123456789.123456789'), JSON.parse('2147483648'))
// expect: 12345678901234567000 0.1 Infinity -0 123456789.12345679 2147483648
console.log(JSON.parse('"\\u0041\\n\\t\\"\\\\\\/\\b\\f\\r\\ud83d\\ude00"') === 'A\n\t"\\/\b\f\r😀', JSON.parse('"é日😀"'), JSON.parse('"\u2028"').length, JSON.parse('""') === '')
// expect: true é日😀 1 true
