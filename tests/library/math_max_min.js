// max and min convert everything, know NaN and the sign of zero.
console.log(Math.max(), Math.min(), Math.max(1, '3', 2), Math.min(1, [0]), Math.max(1, NaN, 3), Math.min(NaN, 1)) // expect: -Infinity Infinity 3 0 NaN NaN
console.log(Math.max(-0, 0), Math.min(0, -0), Math.max(-0, -0), Math.max(1.5, 1), Math.min(2, 1), Math.max(...[5, 9, 7])) // expect: 0 -0 -0 1.5 1 9
let order = ''
Math.max({ valueOf() { order += 'a'; return NaN } }, { valueOf() { order += 'b'; return 1 } })
console.log(order, Math.max.length, Math.min.length) // expect: ab 2 2
