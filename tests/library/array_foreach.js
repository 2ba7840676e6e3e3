// forEach skips holes, sees changes, and keeps to the first length.
const seen = []
;[1, , 3].forEach((x, i, all) => seen.push(x, i, all.length))
console.log(seen.join()) // expect: 1,0,3,3,2,3
const growing = [1, 2]
let calls = 0
growing.forEach(x => { calls++; growing.push(x) })
console.log(calls, growing.length) // expect: 2 4
const shrinking = [1, 2, 3, 4]
const left = []
shrinking.forEach(x => { left.push(x); shrinking.pop() })
console.log(left.join()) // expect: 1,2
;[1].forEach(function () { console.log(this.tag) }, { tag: 'this' }) // expect: this
try { [].forEach() } catch (e) { console.log(String(e)) } // expect: TypeError: undefined is not a function
try { [1].forEach({}) } catch (e) { console.log(String(e)) } // expect: TypeError: #<Object> is not a function
try { Array.prototype.forEach.call(null, () => 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Array.prototype.forEach called on null or undefined
Array.prototype.forEach.call('ab', (c, i) => { seen.push(c + i) })
console.log(seen.slice(-2).join()) // expect: a0,b1
