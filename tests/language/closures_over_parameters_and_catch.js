// Anything with a name can be captured: parameters, patterns, class names.
const keep = []
function f(a, { b }, [c] = [3], ...d) { keep.push(() => [a++, b, c, d.length]) }
f(1, { b: 2 }); f(4, { b: 5 }, [6], 7, 8)
console.log(keep[0](), keep[0](), keep[1]()) // expect: [ 1, 2, 3, 0 ] [ 2, 2, 3, 0 ] [ 4, 5, 6, 2 ]
try { throw 'caught' } catch (e) { keep.push(() => e) }
class Named { static get() { return () => Named.name } }
console.log(keep[2](), Named.get()()) // expect: caught Named
const fact = function self(n) { return n < 2 ? 1 : n * self(n - 1) }
console.log(fact(10)) // expect: 3628800
function outer() { const o = { v: 1, inc() { return () => ++this.v } }; return o.inc() }
const inc = outer()
console.log(inc(), inc()) // expect: 2 3
const later = () => notYet
const notYet = 'by now'
console.log(later()) // expect: by now
function counterpart(x) { { let x = 'inner'; keep.push(() => x) } return x }
console.log(counterpart('outer'), keep[3]()) // expect: outer inner
let shared = 0
const [up, read] = [() => shared++, () => shared]
up(); up()
console.log(read(), shared) // expect: 2 2
