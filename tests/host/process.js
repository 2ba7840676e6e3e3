// stress: skip what was allocated before is freed in between
// counting: skip what was allocated before may be freed in between
// process: the program's arguments and the heap.
// args: one two words
console.log(process.argv.slice(-2)) // expect: [ 'two', 'words' ]
const { heapUsed, heapTotal } = process.memoryUsage()
console.log(heapUsed > 10000 && heapUsed <= heapTotal, Number.isInteger(heapUsed)) // expect: true true
const keep = new Array(50000).fill(0)
console.log(process.memoryUsage().heapUsed - heapUsed >= 400000, keep.length) // expect: true 50000
console.log(`${process} ${performance} ${console}`) // expect: [object process] [object Performance] [object console]
