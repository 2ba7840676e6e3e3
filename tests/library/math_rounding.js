// floor, ceil, round, trunc: halves go up, zeros keep their sign.
console.log([2.5, -2.5, 0.49999999999999994, -0.5, 4503599627370495.5, 1e300, -0].map(Math.round)) // expect: [ 3, -2, 0, -0, 4503599627370496, 1e+300, -0 ]
console.log([1.7, -1.7, -0.2, NaN, Infinity].map(Math.floor), [1.2, -1.7, -0.2].map(Math.ceil), [1.7, -1.7, -0.2, '3.9'].map(Math.trunc))
// expect: [ 1, -2, -1, NaN, Infinity ] [ 2, -1, -0 ] [ 1, -1, -0, 3 ]
console.log(Math.fround(5.05), Math.fround(1e40), Math.sign(-3), Math.sign(-0), Math.sign('x'), Math.abs(-2147483648), Math.abs(-0))
// expect: 5.050000190734863 Infinity -1 -0 NaN 2147483648 0
