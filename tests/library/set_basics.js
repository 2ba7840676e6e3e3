// Set holds each value once, in the order of insertion.
const s = new Set([3, 1, 3, 'x', NaN, NaN, -0, 0])
console.log([...s].join(), s.size, s.has(NaN), s.has(-0), s.has('3')) // expect: 3,1,x,NaN,0 5 true true false
console.log(s.add(5) === s, s.delete(3), s.delete(3), [...s].join()) // expect: true true false 1,x,NaN,0,5
console.log(JSON.stringify([...s.entries()][0]), Set.prototype.keys === Set.prototype.values, Set.prototype[Symbol.iterator] === Set.prototype.values) // expect: [1,1] true true
const seen = []
s.forEach((v, k, all) => seen.push(v === k || v !== v, all === s))
console.log(seen.every(Boolean), seen.length) // expect: true 10
s.clear()
console.log(s.size, String(s), Set.length, new Set('hello').size) // expect: 0 [object Set] 0 4
try { Set() } catch (e) { console.log(String(e)) } // expect: TypeError: Constructor Set requires 'new'
try { new Set(1) } catch (e) { console.log(e.name) } // expect: TypeError
try { Set.prototype.add.call(new Map, 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Method Set.prototype.add called on incompatible receiver #<Map>
const objects = []
for (let i = 0; i < 300; i++) objects.push({ i })
const many = new Set(objects)
console.log(many.size, objects.every(o => many.has(o)), many.has({ i: 0 })) // expect: 300 true false
