// assert speaks only when something is wrong.
console.assert(true, 'silent')
console.assert(1 > 2, 'one is %d', 1) // expect-error: Assertion failed: one is 1
console.assert(false) // expect-error: Assertion failed
console.assert() // expect-error: Assertion failed
console.assert(0, { a: 1 }, 2) // expect-error: Assertion failed: [object Object] 2
console.log('done') // expect: done
