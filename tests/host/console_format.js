// The % of the first string.
console.log('%s is %d years, %i, %f', 'Ann', '42', 3.9, '2.5x') // expect: Ann is 42 years, 3, 2.5
console.log('%s|%s|%s|%s', null, -0, Symbol('s'), { a: { b: 1 } }) // expect: null|-0|Symbol(s)|{ a: [Object] }
console.log('%s', { toString() { return 'mine' } }, [1, [2, [3]]]) // expect: mine [ 1, [ 2, [ 3 ] ] ]
console.log('%j %O', { a: [1] }, { a: { b: { c: { d: 1 } } } }) // expect: {"a":[1]} { a: { b: { c: [Object] } } }
console.log('100%', 5, '%s'); console.log('%% %s %s', 'one'); console.log('%x %c|', 1, 'css'); console.log('%d%%', 50)
// expect: 100% 5 %s
// expect: % one %s
// expect: %x | css
// expect: 50%
console.log('%o', [1, { a: 2 }]) // expect: [ 1, { a: 2 }, [length]: 2 ]
