// What is stored is converted to the type of the items.
console.log(new Int8Array([127, 128, -129, 1.9, -1.9, NaN, Infinity, '12', null, true]).join()) // expect: 127,-128,127,1,-1,0,0,12,0,1
console.log(new Uint8Array([-1, 256, 257.5]).join(), new Uint8ClampedArray([-1, 0.5, 1.5, 2.5, 255.5, 300, NaN]).join()) // expect: 255,0,1 0,0,2,2,255,255,0
console.log(new Int16Array([32768, 1e10]).join(), new Uint16Array([-1]).join(), new Int32Array([2 ** 31, -(2 ** 31) - 1]).join(), new Uint32Array([-1, 2 ** 32 + 5]).join()) // expect: -32768,-7168 65535 -2147483648,2147483647 4294967295,5
console.log(new Float32Array([0.1, 1e40, -0]).join(), Object.is(new Float32Array([-0])[0], -0), new Float64Array([0.1, 1e400]).join()) // expect: 0.10000000149011612,Infinity,0 true 0.1,Infinity
console.log(new BigInt64Array([2n ** 63n, -1n]).join(), new BigUint64Array([-1n, 2n ** 64n + 7n]).join()) // expect: -9223372036854775808,-1 18446744073709551615,7
const t = new Uint8Array(2)
t[0] = { valueOf: () => 300 }, t[1] = '0x10', t[2] = 5
console.log(t.join(), t[2], 2 in t, t.hasOwnProperty(2)) // expect: 44,16 undefined false false
try { new BigInt64Array(1)[0] = 1 } catch (e) { console.log(e.message) } // expect: Cannot convert 1 to a BigInt
try { new Uint8Array(1)[0] = 1n } catch (e) { console.log(e.message) } // expect: Cannot convert a BigInt value to a number
try { t[0] = Symbol() } catch (e) { console.log(e.message) } // expect: Cannot convert a Symbol value to a number
