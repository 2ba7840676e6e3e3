// With one, the sort is stable, and answers are converted to numbers.
console.log([3, 1, 2].sort((a, b) => a - b).join(), [3, 1, 2].sort((a, b) => b - a).join()) // expect: 1,2,3 3,2,1
const people = Array.from({ length: 100 }, (_, i) => ({ age: i % 3, i }))
people.sort((a, b) => a.age - b.age)
let stable = true
for (let i = 1; i < 100; i++) if (people[i - 1].age === people[i].age && people[i - 1].i > people[i].i) stable = false
console.log(stable, people[0].i, people[99].i) // expect: true 0 98
console.log([1, 2, 3].sort(() => NaN).join(), [1, 2, 3].sort(() => '1').join()) // expect: 1,2,3 1,2,3
console.log([2, 1].sort((a, b) => ({ valueOf: () => a - b })).join()) // expect: 1,2
try { [1, 2].sort('no') } catch (e) { console.log(String(e)) } // expect: TypeError: The comparison function must be either a function or undefined
try { [1, 2].sort(() => { throw new Error('from compare') }) } catch (e) { console.log(e.message) } // expect: from compare
const random = []
let seed = 1
for (let i = 0; i < 1000; i++) random.push(seed = (seed * 16807) % 2147483647)
const sorted = random.slice().sort((a, b) => a - b)
console.log(sorted.every((x, i) => i === 0 || sorted[i - 1] <= x), sorted.length) // expect: true 1000
console.log([5, , 3, undefined, 4].sort((a, b) => a - b).join('|')) // expect: 3|4|5||
console.log(JSON.stringify(Array.prototype.sort.call({ length: 3, 0: 'c', 2: 'a' }))) // expect: {"0":"a","1":"c","length":3}

// one value is not compared: nothing is converted
console.log([Symbol('alone'), undefined].sort().length); // expect: 2
