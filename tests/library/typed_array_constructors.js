// Typed arrays are made from lengths, lists, iterables, other arrays and buffers.
const t = f => { try { console.log(f()) } catch (e) { console.log(String(e)) } }
console.log(new Uint8Array(3), new Uint8Array([1, 2]), new Uint8Array(new Set([3, 4])), new Uint8Array({ length: 2, 0: 9 })) // expect: Uint8Array(3) [ 0, 0, 0 ] Uint8Array(2) [ 1, 2 ] Uint8Array(2) [ 3, 4 ] Uint8Array(2) [ 9, 0 ]
console.log(new Float32Array(new Int8Array([-1, 5])), Uint16Array.of(1, 2), Int8Array.from('123', x => x * 2)) // expect: Float32Array(2) [ -1, 5 ] Uint16Array(2) [ 1, 2 ] Int8Array(3) [ 2, 4, 6 ]
const buffer = new ArrayBuffer(8)
const view = new Uint16Array(buffer, 2, 2)
view[0] = 0x0102
console.log(new Uint8Array(buffer).join(), view.byteOffset, view.byteLength, view.length, view.buffer === buffer) // expect: 0,0,2,1,0,0,0,0 2 4 2 true
t(() => new Uint16Array(buffer, 1)) // expect: RangeError: start offset of Uint16Array should be a multiple of 2
t(() => new Uint16Array(new ArrayBuffer(3))) // expect: RangeError: byte length of Uint16Array should be a multiple of 2
t(() => new Uint16Array(buffer, 10)) // expect: RangeError: Start offset 10 is outside the bounds of the buffer
t(() => new Uint16Array(buffer, 2, 4)) // expect: RangeError: Invalid typed array length: 4
t(() => new Uint16Array(-1)) // expect: RangeError: Invalid typed array length: -1
t(() => Uint16Array(1)) // expect: TypeError: Constructor Uint16Array requires 'new'
t(() => Object.getPrototypeOf(Int8Array)()) // expect: TypeError: Abstract class TypedArray not directly constructable
t(() => new BigInt64Array(new Uint8Array(1))) // expect: TypeError: Cannot mix BigInt and other types, use explicit conversions
class Bytes extends Uint8Array { sum() { return this.reduce((a, b) => a + b, 0) } }
console.log(new Bytes([1, 2, 3]).sum(), new Bytes(2).map(x => x + 1) instanceof Bytes, Bytes.of(1).constructor.name) // expect: 6 true Bytes
console.log(Uint8Array.BYTES_PER_ELEMENT, Float64Array.prototype.BYTES_PER_ELEMENT, Object.prototype.toString.call(view), Int8Array.length) // expect: 1 8 [object Uint16Array] 3
