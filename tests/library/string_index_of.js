// indexOf and lastIndexOf, with positions clamped and empty patterns found.
console.log('banana'.indexOf('an'), 'banana'.indexOf('an', 2), 'banana'.indexOf('x'), 'banana'.indexOf(''), 'banana'.indexOf('', 99)) // expect: 1 3 -1 0 6
console.log('banana'.lastIndexOf('an'), 'banana'.lastIndexOf('an', 2), 'banana'.lastIndexOf('b', -5), 'banana'.lastIndexOf(''), 'banana'.lastIndexOf('an', NaN))
// expect: 3 1 0 6 3
console.log('日本日'.indexOf('日', 1), '日本日'.lastIndexOf('日', 1), 'été'.indexOf('é', 1), 'a日'.indexOf('日')) // expect: 2 0 2 1
console.log('undefined null'.indexOf(), 'undefined null'.indexOf(null), 'abc'.indexOf('abcd')) // expect: 0 10 -1
