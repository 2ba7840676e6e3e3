// structuredClone: a deep copy, circles, buffers and views included.
const t = f => { try { console.log(f()) } catch (e) { console.log(e.name + ': ' + e.message) } }
const source = { n: 1, list: [1, , 3], map: new Map([[{ k: 1 }, new Set([1])]]), date: new Date(0), re: /a+/gi, big: 5n, boxed: Object('s') }
source.self = source
const copy = structuredClone(source)
console.log(copy.self === copy, copy.map.size, [...copy.map.keys()][0].k, copy.date.getTime(), String(copy.re), copy.big, 1 in copy.list, copy.boxed instanceof String) // expect: true 1 1 0 /a+/gi 5n false true
const bytes = new Uint8Array([1, 2, 3, 4])
const views = structuredClone({ a: bytes, b: new Uint16Array(bytes.buffer, 2, 1), c: new DataView(bytes.buffer, 1) })
console.log(views.a.join(), views.b[0], views.a.buffer === views.b.buffer, views.c.byteOffset, views.a.buffer === bytes.buffer) // expect: 1,2,3,4 1027 true 1 false
const error = structuredClone(new RangeError('bad', { cause: { deep: 1 } }))
console.log(error instanceof RangeError, error.message, error.cause.deep, Object.keys(error).length) // expect: true bad 1 0
const moved = structuredClone(bytes, { transfer: [bytes.buffer] })
console.log(moved.join(), bytes.length, bytes.buffer.byteLength) // expect: 1,2,3,4 0 0
const shared = structuredClone(new Int8Array(new SharedArrayBuffer(2)))
console.log(shared.buffer instanceof SharedArrayBuffer, structuredClone(new ArrayBuffer(2, { maxByteLength: 4 })).maxByteLength) // expect: true 4
t(() => structuredClone(() => 1)) // expect: DataCloneError: () => 1 could not be cloned.
t(() => structuredClone({ s: Symbol('s') })) // expect: DataCloneError: Symbol(s) could not be cloned.
t(() => structuredClone(bytes.buffer)) // expect: DataCloneError: An ArrayBuffer is detached and could not be cloned.
t(() => structuredClone(new Proxy({}, {}))) // expect: DataCloneError: #<Object> could not be cloned.
t(() => structuredClone(new WeakMap())) // expect: DataCloneError: #<WeakMap> could not be cloned.
t(() => structuredClone(Promise.resolve())) // expect: DataCloneError: #<Promise> could not be cloned.
