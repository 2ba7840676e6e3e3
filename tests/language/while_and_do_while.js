// do runs its body once before it asks.
let n = 0
while (n < 3) n++
console.log(n) // expect: 3
do n--; while (n > 0)
console.log(n) // expect: 0
do { n++; if (n === 2) continue; if (n === 4) break } while (n < 10)
console.log(n) // expect: 4
do var once = 'ran'; while (false) console.log(once) // expect: ran
while (true) { try { break } finally { console.log('finally') } } // expect: finally
let i = 10
while (i --> 7) console.log(i)
// expect: 9
// expect: 8
// expect: 7
do { } while ((n = n + 1) < 8)
console.log(n) // expect: 8
