// Numbers as text, in any radix.
console.log(0.1, 1e21, 1e-7, 123456789012345680000, 5e-324, -0, 0.000001, 100, 1.7976931348623157e308)
// expect: 0.1 1e+21 1e-7 123456789012345680000 5e-324 -0 0.000001 100 1.7976931348623157e+308
console.log((255).toString(16), (-255).toString(2), (0.5).toString(2), (35).toString(36), (1e21).toString(36), (0.1).toString(3))
// expect: ff -11111111 0.1 z 5v1j4f4ds7c000 0.0022002200220022002200220022002201
console.log((25).toString(undefined), NaN.toString(2), Infinity.toString(16), (-0).toString(8)) // expect: 25 NaN Infinity 0
for (const radix of [1, 37, NaN]) try { (1).toString(radix) } catch (e) { console.log(e.name, e.message) }
// expect: RangeError toString() radix argument must be between 2 and 36
// expect: RangeError toString() radix argument must be between 2 and 36
// expect: RangeError toString() radix argument must be between 2 and 36
try { Number.prototype.toString.call('1') } catch (e) { console.log(e.message) } // expect: Number.prototype.toString requires that 'this' be a Number
