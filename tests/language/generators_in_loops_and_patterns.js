// for-of, spread, destructuring and built-ins drive generators, and close
// those that they leave.
function* count(from, to) {
  try { while (from < to) yield from++; } finally { console.log('closed'); }
}
for (const n of count(0, 9)) { if (n === 2) break; console.log(n); }
console.log([...count(0, 3)], Math.max(...count(5, 8)));
const [a, , b = 7, ...rest] = count(0, 5);
console.log(a, b, rest);
const [first] = count(1, 3);
console.log(first, Array.from(count(0, 2), (x) => x * 2), new Set(count(0, 2)).size);
function find() { for (const n of count(0, 100)) if (n * n > 30) return n; }
console.log(find());
try { for (const n of count(0, 3)) throw new Error('at ' + n); } catch (e) { console.log(e.message); }
outer: for (const x of count(0, 2)) for (const y of count(0, 2)) { if (y === 1) continue outer; console.log(x, y); }
// a generator that throws is not closed, it has ended
function* failing() { yield 1; throw new Error('inside'); }
const it = failing();
try { for (const n of it) console.log(n); } catch (e) { console.log(e.message, it.next()); }
// each turn of a loop has variables of its own
function* closures() { for (let i = 0; i < 3; i++) yield () => i; }
console.log([...closures()].map((f) => f()));
// expect: 0
// expect: 1
// expect: closed
// expect: closed
// expect: closed
// expect: [ 0, 1, 2 ] 7
// expect: closed
// expect: 0 2 [ 3, 4 ]
// expect: closed
// expect: closed
// expect: closed
// expect: 1 [ 0, 2 ] 2
// expect: closed
// expect: 6
// expect: closed
// expect: at 0
// expect: 0 0
// expect: closed
// expect: 1 0
// expect: closed
// expect: closed
// expect: 1
// expect: inside { value: undefined, done: true }
// expect: [ 0, 1, 2 ]
