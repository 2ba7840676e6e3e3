// String.raw keeps backslashes and puts the values between the literals.
console.log(String.raw`a\n${1 + 1}\u0041${'x'}`) // expect: a\n2\u0041x
console.log(String.raw({ raw: 'abcd' }, 1, 2), String.raw({ raw: ['only'] }, 9), String.raw({ raw: [] }) === '') // expect: a1b2cd only true
console.log(String.raw({ raw: { length: 2, 0: 'p', 1: 'q' } }, '-', 'never')) // expect: p-q
