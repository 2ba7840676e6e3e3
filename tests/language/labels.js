// A label names a statement that break or continue is meant for.
const log = []
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) {
    if (j === 1) continue outer
    if (i === 2) break outer
    log.push([i, j])
  }
}
console.log(log) // expect: [ [ 0, 0 ], [ 1, 0 ] ]
block: { console.log('before'); if (log) break block; console.log('never') } // expect: before
a: b: c: for (;;) { break a }
loop: while (true) { switch (1) { case 1: break loop } }
loop: do { continue loop } while (false)
nested: { try { break nested } finally { console.log('on the way') } } // expect: on the way
let n = 0
again: for (const x of [1, 2, 3]) { for (const k in { p: 1, q: 1 }) { n++; continue again } }
console.log(n) // expect: 3
x: if (true) { break x; }
label: { label2: { break label } }
console.log('end') // expect: end
