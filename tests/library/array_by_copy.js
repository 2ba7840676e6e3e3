// toReversed, toSorted, toSpliced and with leave the array alone.
const a = [3, , 1]
console.log(a.toReversed().join('|'), a.toSorted().join('|'), 2 in a.toSorted()) // expect: 1||3 1|3| true
console.log(a.toSpliced(1, 1, 'x', 'y').join('|'), a.with(0, 'w').join('|'), 1 in a.with(0, 0)) // expect: 3|x|y|1 w||1 true
console.log(a.length, 1 in a, a[0]) // expect: 3 false 3
console.log([1, 2, 3].toSorted((x, y) => y - x).join(), [1, 2, 3].toSpliced(1).join(), [1, 2].with(-1, 9).join()) // expect: 3,2,1 1 1,9
try { [1].with(5, 1) } catch (e) { console.log(String(e)) } // expect: RangeError: Invalid index : 5
try { [1].toSorted(1) } catch (e) { console.log(String(e)) } // expect: TypeError: The comparison function must be either a function or undefined
console.log(Array.prototype.toReversed.call({ length: 2, 0: 'p', 1: 'q' }).join()) // expect: q,p
