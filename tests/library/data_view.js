// DataView: numbers of any type at any byte, big-endian unless told otherwise.
const view = new DataView(new ArrayBuffer(16), 1, 12)
view.setInt16(0, 0x0102), view.setInt16(2, 0x0102, true)
console.log(view.getUint8(0), view.getUint8(2), view.getInt16(2), view.getUint16(0, true)) // expect: 1 2 513 513
view.setFloat32(4, 1.5), view.setFloat64(4, Math.PI, true)
console.log(view.getFloat64(4, true), view.getFloat32(4), view.getUint32(8), view.getInt32(8, true)) // expect: 3.141592653589793 2.2394222820459344e-24 4213246272 1074340347
view.setBigInt64(1, -2n), view.setBigUint64(3, 2n ** 64n - 1n, true)
console.log(view.getBigInt64(1), view.getBigUint64(3, true), view.byteLength, view.byteOffset) // expect: -1n 18446744073709551615n 12 1
const t = f => { try { console.log(f()) } catch (e) { console.log(String(e)) } }
t(() => view.getInt32(9)) // expect: RangeError: Offset is outside the bounds of the DataView
t(() => view.getInt8(-1)) // expect: RangeError: Offset is outside the bounds of the DataView
t(() => view.setInt8(0, 1n)) // expect: TypeError: Cannot convert a BigInt value to a number
t(() => view.setBigInt64(0, 1)) // expect: TypeError: Cannot convert 1 to a BigInt
t(() => new DataView({})) // expect: TypeError: First argument to DataView constructor must be an ArrayBuffer
t(() => new DataView(new ArrayBuffer(2), 3)) // expect: RangeError: Start offset 3 is outside the bounds of the buffer
t(() => new DataView(new ArrayBuffer(2), 1, 2)) // expect: RangeError: Invalid DataView length 2
t(() => DataView(new ArrayBuffer(2))) // expect: TypeError: Constructor DataView requires 'new'
console.log(new DataView(new ArrayBuffer(2)).getInt8(), Object.prototype.toString.call(view)) // expect: 0 [object DataView]
