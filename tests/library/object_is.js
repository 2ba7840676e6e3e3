// Object.is tells -0 from 0, and takes NaN for itself.
console.log(Object.is(NaN, NaN), Object.is(0, -0), Object.is('a', 'a'), Object.is({}, {}), Object.is(1, 1)) // expect: true false true false true
