// Array.isArray knows real arrays only.
console.log(Array.isArray([]), Array.isArray(Array.prototype), Array.isArray({ length: 0 }), Array.isArray()) // expect: true true false false
console.log(Array.isArray(new (class extends Array {})), Array.isArray(Object.create([]))) // expect: true false
