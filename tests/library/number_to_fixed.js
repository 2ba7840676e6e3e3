// toFixed rounds the exact value, not its decimal picture.
console.log((1.005).toFixed(2), (1.45).toFixed(1), (0.5).toFixed(0), (2.5).toFixed(0), (-1.5).toFixed(0), (1e21).toFixed(2)) // expect: 1.00 1.4 1 3 -2 1e+21
console.log((123.456).toFixed(), (0).toFixed(2), (-0.0000001).toFixed(2), (1.23e20).toFixed(2), NaN.toFixed(2), (0.1).toFixed(20))
// expect: 123 0.00 -0.00 123000000000000000000.00 NaN 0.10000000000000000555
for (const digits of [-1, 101]) try { (1).toFixed(digits) } catch (e) { console.log(e.message) }
// expect: toFixed() digits argument must be between 0 and 100
// expect: toFixed() digits argument must be between 0 and 100
