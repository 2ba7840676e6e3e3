// Walking a map sees entries added meanwhile, and not deleted ones.
const m = new Map([[1, 'a'], [2, 'b'], [3, 'c']])
const seen = []
m.forEach((v, k, all) => { seen.push(k + v); if (k === 1) { all.delete(2); all.set(4, 'd') } })
console.log(seen.join()) // expect: 1a,3c,4d
const it = m[Symbol.iterator]()
console.log(it.next().value.join(), it[Symbol.toStringTag], it[Symbol.iterator]() === it) // expect: 1,a Map Iterator true
m.clear()
m.set('new', 1)
console.log(it.next().value.join(), it.next().done, it.next().done) // expect: new,1 true true
const grow = new Map([[0, 0]])
let steps = 0
for (const [k] of grow) { steps++; if (k < 100) grow.set(k + 1, 0); grow.delete(k) }
console.log(steps, grow.size) // expect: 101 0
const again = []
const set = new Set([1, 2, 3])
for (const x of set) { again.push(x); if (again.length < 6) { set.delete(x); set.add(x) } }
console.log(again.join()) // expect: 1,2,3,1,2,3,1,2
console.log(Map.prototype.entries === Map.prototype[Symbol.iterator]) // expect: true
try { it.next.call(new Set().values()) } catch (e) { console.log(e.name) } // expect: TypeError
