// A detached buffer has no bytes; its views no items.
const buffer = new ArrayBuffer(8)
const view = new Uint8Array(buffer), data = new DataView(buffer)
view[3] = 5
const moved = structuredClone(buffer, { transfer: [buffer] })
console.log(buffer.byteLength, moved.byteLength, view.length, view.byteLength, view.byteOffset, view[3], 3 in view) // expect: 0 8 0 0 0 undefined false
const t = f => { try { console.log(f()) } catch (e) { console.log(e.message) } }
t(() => view.fill(1)) // expect: Cannot perform %TypedArray%.prototype.fill on a detached ArrayBuffer
t(() => data.getInt8(0)) // expect: Cannot perform DataView.prototype.getInt8 on a detached ArrayBuffer
t(() => buffer.slice(0)) // expect: Cannot perform ArrayBuffer.prototype.slice on a detached ArrayBuffer
t(() => new Uint8Array(buffer)) // expect: Cannot perform Construct on a detached ArrayBuffer
t(() => new DataView(buffer)) // expect: Cannot perform DataView constructor on a detached ArrayBuffer
t(() => [...view]) // expect: Cannot perform %TypedArray%.prototype.values on a detached ArrayBuffer
t(() => { view[0] = 1; return view[0] }) // expect: undefined
t(() => Object.keys(view).length) // expect: 0
const late = new Uint8Array(4)
t(() => late.fill({ valueOf() { structuredClone(late.buffer, { transfer: [late.buffer] }); return 1 } })) // expect: Cannot perform %TypedArray%.prototype.fill on a detached ArrayBuffer
const sorted = new Int8Array([3, 2, 1])
t(() => sorted.sort((a, b) => { if (sorted.length) structuredClone(sorted.buffer, { transfer: [sorted.buffer] }); return a - b }).length) // expect: 0
const mapped = new Int8Array([1, 2, 3])
t(() => mapped.map(x => { if (mapped.length) structuredClone(mapped.buffer, { transfer: [mapped.buffer] }); return x }).join()) // expect: 1,0,0
