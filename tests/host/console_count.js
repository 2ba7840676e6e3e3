// Counters by label.
console.count() // expect: default: 1
console.count('x') // expect: x: 1
console.count() // expect: default: 2
console.countReset()
console.count('default') // expect: default: 1
console.count(null) // expect: null: 1
