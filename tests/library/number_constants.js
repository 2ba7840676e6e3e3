// The constants cannot be changed; parsers are the global ones.
console.log(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON)
// expect: 9007199254740991 -9007199254740991 1.7976931348623157e+308 5e-324 2.220446049250313e-16
console.log(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.parseFloat === parseFloat, Number.parseInt === parseInt)
// expect: NaN Infinity -Infinity true true
Number.MAX_VALUE = 1
console.log(Number.MAX_VALUE, Object.keys(Number).length) // expect: 1.7976931348623157e+308 0
console.log([5, 5.5, '5', NaN, Infinity, -0].map(Number.isInteger).join(), [5, 2 ** 53, 2 ** 53 - 1].map(Number.isSafeInteger).join())
// expect: true,false,false,false,false,true true,false,true
console.log([1, 'x', NaN, Infinity].map(Number.isFinite).join(), [1, 'x', NaN].map(Number.isNaN).join()) // expect: true,false,false,false false,false,true
