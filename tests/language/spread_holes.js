// A hole is read as undefined by spread, and stays a hole in a literal.
const holes = [1, , 3]
console.log(holes, 1 in holes, [...holes], 1 in [...holes])
// expect: [ 1, <1 empty item>, 3 ] false [ 1, undefined, 3 ] true
console.log([, ...holes, ,].length, [...[, ,]].length) // expect: 5 2
console.log([...'héé😀'].length, [...new Map([[1, 2]])]) // expect: 4 [ [ 1, 2 ] ]
Array.prototype[1] = 'inherited'
console.log([...holes], holes[1]) // expect: [ 1, 'inherited', 3 ] inherited
delete Array.prototype[1]
