// Comparison goes by code units; localeCompare knows canonical equivalence.
console.log('a' < 'b', 'a' < 'B', 'Z' < 'a', '10' < '9', 'abc' < 'abcd', '日' > 'z', '' < 'a') // expect: true false true true true true true
console.log('a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'Å'.localeCompare('A\u030a')) // expect: -1 1 0 0
