// find and its like ask about every index, holes included.
const a = [5, 12, , 8]
console.log(a.find(x => x > 6), a.findIndex(x => x > 6)) // expect: 12 1
console.log(a.findLast(x => x > 6), a.findLastIndex(x => x > 6)) // expect: 8 3
console.log(a.find(x => x === undefined), a.findIndex(x => x === undefined)) // expect: undefined 2
console.log(a.find(x => x > 100), a.findIndex(x => x > 100), a.findLastIndex(() => false)) // expect: undefined -1 -1
let seen = 0
a.findLast((x, i, all) => { seen += i; return all !== a })
console.log(seen) // expect: 6
try { a.find('no') } catch (e) { console.log(String(e)) } // expect: TypeError: no is not a function
