// Exact results of the others, and their special cases.
console.log(Math.sqrt(2), Math.cbrt(27), Math.hypot(3, 4), Math.hypot(), Math.hypot(NaN, Infinity), Math.hypot(1e300, 1e300))
// expect: 1.4142135623730951 3 5 0 Infinity 1.4142135623730952e+300
console.log(Math.pow(2, 10), Math.pow(2, -1), Math.pow(NaN, 0), Math.pow(1, Infinity), Math.pow(-8, 1 / 3), (-2) ** 3, 0 ** -1)
// expect: 1024 0.5 1 NaN NaN -8 Infinity
console.log(Math.log2(8), Math.log10(1000), Math.log(0), Math.log1p(-1), Math.expm1(0), Math.exp(0), Math.exp(-Infinity))
// expect: 3 3 -Infinity -Infinity 0 1 0
console.log(Math.atan2(1, 1), Math.atan2(0, -0), Math.atan2(-0, 0), Math.acos(2), Math.sinh(0), Math.tanh(Infinity), Math.acosh(1))
// expect: 0.7853981633974483 3.141592653589793 -0 NaN 0 1 0
console.log(Math.PI, Math.E, Math.SQRT2, Math.LN2, Object.prototype.toString.call(Math), Object.keys(Math).length)
// expect: 3.141592653589793 2.718281828459045 1.4142135623730951 0.6931471805599453 [object Math] 0
