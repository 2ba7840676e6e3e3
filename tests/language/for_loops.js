// for (;;): all parts may be missing; continue goes to the update.
let log = []
for (let i = 0, j = 10; i < j; i += 3, j--) log.push([i, j])
console.log(log) // expect: [ [ 0, 10 ], [ 3, 9 ], [ 6, 8 ] ]
let k = 0
for (;;) { if (k++ > 3) break }
console.log(k) // expect: 5
log = []
for (let i = 0; i < 6; i++) { if (i % 2) continue; log.push(i) }
console.log(log) // expect: [ 0, 2, 4 ]
for (var v = 0; v < 3; v++);
console.log(v) // expect: 3
for (const once = 'const'; ;) { console.log(once); break } // expect: const
for (const { length } = 'abc'; ;) { console.log(length); break } // expect: 3
for (k = 5; k--;) if (k === 2) break
console.log(k) // expect: 2
for (let i = 0; i < 2; i++) { let i = 'inner'; log.push(i) }
console.log(log.length) // expect: 5
for (let of = 0; of < 1; of++) console.log('of is a name', of) // expect: of is a name 0
for (let has = ('in' in {}); ;) { console.log(has); break } // expect: false
