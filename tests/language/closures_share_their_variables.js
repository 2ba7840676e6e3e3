// Closures of one call share its variables; each call has its own.
function counter() {
  let count = 0
  return { up: () => ++count, down: () => --count, get count() { return count } }
}
const a = counter(), b = counter()
a.up(); a.up(); b.down()
console.log(a.count, b.count) // expect: 2 -1
function nested() { let x = 1; return () => { let y = x++; return () => [x, y] } }
const level = nested()
const first = level(), second = level()
console.log(first(), second()) // expect: [ 3, 1 ] [ 3, 2 ]
const adder = (x) => (y) => (z) => x + y + z
console.log(adder(1)(2)(3)) // expect: 6
function parameter(p) { return [() => p, (v) => { p = v }] }
const [get, set] = parameter('before')
set('after')
console.log(get()) // expect: after
let recursive = (n) => n < 2 ? n : recursive(n - 1) + recursive(n - 2)
console.log(recursive(20)) // expect: 6765
