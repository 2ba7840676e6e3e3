// union, intersection and the others, with sets and what is like a set.
const a = new Set([1, 2, 3, 4]), b = new Set([3, 4, 5])
console.log([...a.union(b)].join(), [...a.intersection(b)].join(), [...a.difference(b)].join(), [...a.symmetricDifference(b)].join()) // expect: 1,2,3,4,5 3,4 1,2 1,2,5
console.log([...b.intersection(a)].join(), [...b.difference(a)].join()) // expect: 3,4 5
console.log(new Set([3]).isSubsetOf(a), a.isSubsetOf(b), a.isSupersetOf(new Set([1])), a.isSupersetOf(b), a.isDisjointFrom(b), a.isDisjointFrom(new Set([9]))) // expect: true false true false false true
console.log([...a.union(new Map([[7, 'seven']]))].join(), a.size) // expect: 1,2,3,4,7 4
const like = { size: 2, has: x => x > 2, keys: () => [3, 9].values() }
console.log([...a.intersection(like)].join(), [...a.union(like)].join(), [...a.difference(like)].join()) // expect: 3 1,2,3,4,9 1,2,4
console.log([...new Set([9]).intersection(like)].join(), a.isSupersetOf(like)) // expect: 9 false
try { a.union([1]) } catch (e) { console.log(e.name) } // expect: TypeError
try { a.union({ size: NaN, has() {}, keys() {} }) } catch (e) { console.log(e.name) } // expect: TypeError
try { a.union({ size: -1, has() {}, keys() {} }) } catch (e) { console.log(e.name) } // expect: RangeError
console.log([...new Set([1]).union(new Set([-0]))].map(x => Object.is(x, -0)).join()) // expect: false,false
