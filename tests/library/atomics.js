// Atomics: whole operations on items; waiting is over at once where nobody can wake.
const a = new Int32Array(new SharedArrayBuffer(16)), u = new Uint8Array(2), b = new BigInt64Array(new SharedArrayBuffer(16))
console.log(Atomics.add(a, 0, 5), Atomics.sub(a, 0, 2), Atomics.load(a, 0), Atomics.exchange(a, 0, 12), Atomics.and(a, 0, 10), Atomics.or(a, 0, 1), Atomics.xor(a, 0, 3), a[0]) // expect: 0 5 3 3 12 8 9 10
console.log(Atomics.compareExchange(a, 0, 10, 7), Atomics.compareExchange(a, 0, 10, 8), a[0]) // expect: 10 7 7
console.log(Atomics.store(u, 0, 300.7), u[0], Atomics.add(u, 0, 255), u[0], Atomics.store(u, 1, -0)) // expect: 300 44 44 43 0
console.log(Atomics.add(b, 1, 2n ** 63n - 1n), Atomics.add(b, 1, 1n), b[1], Atomics.isLockFree(4), Atomics.isLockFree(3)) // expect: 0n 9223372036854775807n -9223372036854775808n true false
console.log(Atomics.wait(a, 0, 0), Atomics.wait(a, 1, 0, 1), Atomics.notify(a, 1), Atomics.notify(new Int32Array(1), 0)) // expect: not-equal timed-out 0 0
const t = f => { try { console.log(f()) } catch (e) { console.log(String(e)) } }
t(() => Atomics.load(a, 4)) // expect: RangeError: Invalid atomic access index
t(() => Atomics.load(new Float64Array(1), 0)) // expect: TypeError: [object Float64Array] is not an integer typed array.
t(() => Atomics.add(a, 0, 1n)) // expect: TypeError: Cannot convert a BigInt value to a number
t(() => Atomics.wait(new Int32Array(1), 0, 0)) // expect: TypeError: [object Int32Array] is not a shared typed array.
const waiting = Atomics.waitAsync(a, 2, 0), late = Atomics.waitAsync(a, 3, 0, 5)
console.log(waiting.async, Atomics.waitAsync(a, 2, 1).value, Atomics.waitAsync(a, 2, 0, 0).value, Atomics.notify(a, 2, 1)) // expect: true not-equal timed-out 1
waiting.value.then(result => console.log('woken', result)) // expect: woken ok
late.value.then(result => console.log('late', result)) // expect: late timed-out
