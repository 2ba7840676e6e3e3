// A buffer that can be resized; views that follow it, and those that fall out of bounds.
const buffer = new ArrayBuffer(8, { maxByteLength: 16 })
const all = new Uint8Array(buffer), tail = new Uint8Array(buffer, 4), fixed = new Uint8Array(buffer, 2, 4)
const shown = () => [buffer.byteLength, all.length, tail.length, tail.byteOffset, fixed.length, fixed.byteOffset].join()
all.fill(7)
console.log(shown(), buffer.resizable, buffer.maxByteLength) // expect: 8,8,4,4,4,2 true 16
buffer.resize(12)
console.log(shown(), all.join()) // expect: 12,12,8,4,4,2 7,7,7,7,7,7,7,7,0,0,0,0
buffer.resize(5)
console.log(shown(), fixed[0], all[4], all[5]) // expect: 5,5,1,4,0,0 undefined 7 undefined
buffer.resize(2)
console.log(shown()) // expect: 2,2,0,0,0,0
try { fixed.fill(1) } catch (e) { console.log(e.name) } // expect: TypeError
buffer.resize(16)
console.log(shown(), all.join()) // expect: 16,16,12,4,4,2 7,7,0,0,0,0,0,0,0,0,0,0,0,0,0,0
for (const f of [() => buffer.resize(17), () => new ArrayBuffer(2, { maxByteLength: 1 }), () => new ArrayBuffer(1).resize(1), () => new ArrayBuffer(-1)]) try { f() } catch (e) { all[0] = all[0] * 10 + e.name.length }
console.log(all[0]) // expect: 204
const view = new DataView(buffer, 2)
buffer.resize(4)
console.log(view.byteLength, view.getInt8(1)) // expect: 2 0
try { view.getInt16(1) } catch (e) { console.log(e.message) } // expect: Offset is outside the bounds of the DataView
buffer.resize(1)
try { view.byteLength } catch (e) { console.log(e.name) } // expect: TypeError
const growing = new Uint8Array(new ArrayBuffer(2, { maxByteLength: 8 }))
let steps = 0
for (const item of growing) if (steps++ < 3) growing.buffer.resize(growing.length + 1)
console.log(steps) // expect: 5
const shrinking = new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 }))
console.log(shrinking.fill({ valueOf() { shrinking.buffer.resize(1); return 9 } }).join(), shrinking.length) // expect: 9 1
