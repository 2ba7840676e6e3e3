// Primitives at the top are plain; inside others strings have quotes.
console.log('text', 1, -0, 1.5, true, null, undefined, Symbol('s'), NaN) // expect: text 1 -0 1.5 true null undefined Symbol(s) NaN
console.log(['text', 1, -0, true, null, undefined, Symbol('s')]) // expect: [ 'text', 1, -0, true, null, undefined, Symbol(s) ]
console.log() // expect:
console.log('', 'after an empty string') // expect:  after an empty string
console.log('a\nb')
// expect: a
// expect: b
