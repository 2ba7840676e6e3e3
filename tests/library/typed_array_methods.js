// The methods of arrays, over items that are numbers.
const a = new Int16Array([5, 1, 4, 2, 3])
console.log(a.at(-1), a.indexOf(4), a.lastIndexOf(9), a.includes(2), a.find(x => x > 3), a.findIndex(x => x > 9), a.findLast(x => x < 3)) // expect: 3 2 -1 true 5 -1 2
console.log(a.map(x => x * 2), a.filter(x => x % 2), a.slice(1, 3), a.subarray(-2)) // expect: Int16Array(5) [ 10, 2, 8, 4, 6 ] Int16Array(3) [ 5, 1, 3 ] Int16Array(2) [ 1, 4 ] Int16Array(2) [ 2, 3 ]
console.log(a.reduce((s, x) => s + x), a.reduceRight((s, x) => s + '-' + x), a.every(x => x > 0), a.some(x => x > 5)) // expect: 15 3-2-4-1-5 true false
console.log(a.join('/'), String(a), [...a.entries()].join('|'), [...a.keys()].join()) // expect: 5/1/4/2/3 5,1,4,2,3 0,5|1,1|2,4|3,2|4,3 0,1,2,3,4
console.log(a.toSorted(), a.toReversed(), a.with(0, 9), a.slice().sort((x, y) => y - x)) // expect: Int16Array(5) [ 1, 2, 3, 4, 5 ] Int16Array(5) [ 3, 2, 4, 1, 5 ] Int16Array(5) [ 9, 1, 4, 2, 3 ] Int16Array(5) [ 5, 4, 3, 2, 1 ]
a.set([7, 8], 1), a.copyWithin(3, 0, 2)
console.log(a, a.fill(0, 2, 4), a.reverse()) // expect: Int16Array(5) [ 7, 0, 0, 7, 5 ] Int16Array(5) [ 7, 0, 0, 7, 5 ] Int16Array(5) [ 7, 0, 0, 7, 5 ]
const whole = new Uint8Array([1, 2, 3, 4, 5, 6])
whole.set(whole.subarray(0, 4), 2)
console.log(whole, new Float64Array([NaN, 0, -0, -Infinity, 1]).sort(), new BigInt64Array([3n, -1n]).sort()) // expect: Uint8Array(6) [ 1, 2, 1, 2, 3, 4 ] Float64Array(5) [ -Infinity, -0, 0, 1, NaN ] BigInt64Array(2) [ -1n, 3n ]
console.log(new Float64Array([NaN]).includes(NaN), new Float64Array([NaN]).indexOf(NaN)) // expect: true -1
const bytes = new Uint8Array(new Uint32Array([1, 2]).buffer)
bytes.set(new Uint32Array(bytes.buffer, 4, 1), 4)
console.log(bytes.length, bytes[4]) // expect: 8 2
for (const f of [() => a.set([1], 9), () => a.with(9, 1), () => a.sort(1), () => Int8Array.prototype.fill.call([])]) try { f() } catch (e) { bytes[0] += e.message.length }
console.log(bytes[0]) // expect: 137
