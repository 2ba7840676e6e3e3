// ArrayBuffer: bytes of a fixed length, sliced and inspected.
const buffer = new Uint8Array([1, 2, 3, 4]).buffer
console.log(buffer.byteLength, new Uint8Array(buffer.slice(1, 3)), new Uint8Array(buffer.slice(-1)), buffer.slice(3, 1).byteLength) // expect: 4 Uint8Array(2) [ 2, 3 ] Uint8Array(1) [ 4 ] 0
console.log(ArrayBuffer.isView(new DataView(buffer)), ArrayBuffer.isView(new Int8Array()), ArrayBuffer.isView(buffer), String(buffer)) // expect: true true false [object ArrayBuffer]
class Mine extends ArrayBuffer {}
console.log(new Mine(4).slice(2) instanceof Mine, new Mine(3).byteLength, ArrayBuffer[Symbol.species] === ArrayBuffer) // expect: true 3 true
const t = f => { try { console.log(f()) } catch (e) { console.log(String(e)) } }
t(() => ArrayBuffer(1)) // expect: TypeError: Constructor ArrayBuffer requires 'new'
t(() => new ArrayBuffer(-1)) // expect: RangeError: Invalid array buffer length
t(() => new ArrayBuffer(1e15)) // expect: RangeError: Array buffer allocation failed
t(() => ArrayBuffer.prototype.slice.call(1)) // expect: TypeError: Method ArrayBuffer.prototype.slice called on incompatible receiver 1
t(() => new ArrayBuffer({ valueOf: () => 3 }).byteLength) // expect: 3
const shared = new SharedArrayBuffer(4, { maxByteLength: 8 })
const bytes = new Uint8Array(shared)
shared.grow(6)
console.log(shared.byteLength, bytes.length, shared.growable, shared.maxByteLength, String(shared)) // expect: 6 6 true 8 [object SharedArrayBuffer]
t(() => shared.grow(2)) // expect: RangeError: SharedArrayBuffer.prototype.grow: Invalid length parameter
t(() => shared.grow(9)) // expect: RangeError: SharedArrayBuffer.prototype.grow: Invalid length parameter
