// padStart, padEnd and repeat.
console.log('5'.padStart(3, '0'), '5'.padEnd(3, '0'), 'abc'.padStart(8, '12'), 'abc'.padEnd(8, '日'), `[${'x'.padStart(3)}]`)
// expect: 005 500 12121abc abc日日日日日 [  x]
console.log('abc'.padStart(2, 'x'), 'abc'.padStart(9, ''), 'abc'.padEnd(5, undefined) + '|', 'a'.padStart(3, 0)) // expect: abc abc abc  | 00a
console.log('ab'.repeat(3), 'ab'.repeat(0) === '', ''.repeat(1e9) === '', '日'.repeat(2.9), 'x'.repeat('2')) // expect: ababab true true 日日 xx
for (const count of [-1, Infinity]) try { 'x'.repeat(count) } catch (e) { console.log(e.name, e.message) }
// expect: RangeError Invalid count value: -1
// expect: RangeError Invalid count value: Infinity
try { 'x'.repeat(2 ** 29) } catch (e) { console.log(e.name, e.message) } // expect: RangeError Invalid string length
try { 'x'.padEnd(2 ** 30) } catch (e) { console.log(e.name, e.message) } // expect: RangeError Invalid string length
