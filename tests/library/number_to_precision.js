// toPrecision and toExponential.
console.log((123.456).toPrecision(4), (0.00001).toPrecision(1), (123456).toPrecision(2), (1.25).toPrecision(2), (1e21).toPrecision(3), (5).toPrecision())
// expect: 123.5 0.00001 1.2e+5 1.3 1.00e+21 5
console.log((123456).toExponential(), (123456).toExponential(2), (0).toExponential(3), (-1.5e-9).toExponential(0), Infinity.toExponential(200))
// expect: 1.23456e+5 1.23e+5 0.000e+0 -1e-9 Infinity
try { (1).toPrecision(0) } catch (e) { console.log(e.message) } // expect: toPrecision() argument must be between 1 and 100
try { (1).toExponential(101) } catch (e) { console.log(e.message) } // expect: toExponential() argument must be between 0 and 100
