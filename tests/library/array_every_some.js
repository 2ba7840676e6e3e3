// every and some stop as soon as they know.
console.log([].every(() => false), [].some(() => true)) // expect: true false
let asked = 0
console.log([1, 2, 3].every(x => { asked++; return x < 2 }), asked) // expect: false 2
console.log([1, 2, 3].some(x => { asked++; return x === 2 }), asked) // expect: true 4
console.log([, ,].every(() => false), [, ,].some(() => true)) // expect: true false
