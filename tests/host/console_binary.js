// Buffers show their bytes, typed arrays their items.
console.log(new Uint8Array([1, 2]), new Float64Array([1.5, -0, NaN]), new BigInt64Array([1n, -5n]), new Int8Array()) // expect: Uint8Array(2) [ 1, 2 ] Float64Array(3) [ 1.5, -0, NaN ] BigInt64Array(2) [ 1n, -5n ] Int8Array(0) []
console.log(new ArrayBuffer(4), new ArrayBuffer(0), new SharedArrayBuffer(2)) // expect: ArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 } ArrayBuffer { [Uint8Contents]: <>, byteLength: 0 } SharedArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }
console.log([new Uint8Array(2)], { a: new ArrayBuffer(1) }) // expect: [ Uint8Array(2) [ 0, 0 ] ] { a: ArrayBuffer { [Uint8Contents]: <00>, byteLength: 1 } }
class Bytes extends Uint8Array {}
console.log(new Bytes(2), Object.assign(new Uint8Array(1), { extra: true }), Uint8Array.prototype) // expect: Bytes(2) [Uint8Array] [ 0, 0 ] Uint8Array(1) [ 0, extra: true ] TypedArray {}
console.log([[[new Uint8Array(1)]], [[[new ArrayBuffer(2)]]]]) // expect: [ [ [ [Uint8Array] ] ], [ [ [Array] ] ] ]
console.log(Object.assign(new ArrayBuffer(1), { name: 'x' }), [[[new DataView(new ArrayBuffer(1))]]]) // expect: ArrayBuffer { [Uint8Contents]: <00>, byteLength: 1, name: 'x' } [ [ [ [DataView] ] ] ]
