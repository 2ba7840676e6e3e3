// ...rest is a true array of the arguments that are left.
function f(a, ...rest) { return [a, rest, Array.isArray(rest)] }
console.log(f(), f(1), f(1, 2, 3)) // expect: [ undefined, [], true ] [ 1, [], true ] [ 1, [ 2, 3 ], true ]
console.log(f.length, ((...all) => 0).length) // expect: 1 0
console.log(((...[first, second]) => first + second)(1, 2)) // expect: 3
console.log(((a, ...{ length }) => length)(1, 2, 3)) // expect: 2
function both(...all) { all.push('more'); return [arguments.length, all.length] }
console.log(both(1, 2)) // expect: [ 2, 3 ]
function recursive(...a) { return a.length > 3 ? a : recursive(...a, a.length) }
console.log(recursive()) // expect: [ 0, 1, 2, 3 ]
