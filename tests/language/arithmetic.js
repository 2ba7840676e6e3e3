// Numbers are doubles; small integers are kept as such until they overflow.
const max = 2147483647, min = -2147483648
console.log(max + 1, min - 1, max * max, -min, max + max, min + min, max - min)
// expect: 2147483648 -2147483649 4611686014132420600 2147483648 4294967294 -4294967296 4294967295
let n = max
n++
console.log(n, ++n, n--, --n) // expect: 2147483648 2147483649 2147483649 2147483647
n = min
console.log(--n, -(-0), Object.is(-0, 0 * -1), Object.is(0 / -1, -0), Object.is(-0 + 0, 0), Object.is(-0 - 0, -0))
// expect: -2147483649 0 true true true true
console.log(5 % 3, -5 % 3, 5 % -3, Object.is(-4 % 2, -0), 5.5 % 2, 5 % 0, Infinity % 2, 2 % Infinity)
// expect: 2 -2 2 true 1.5 NaN NaN 2
console.log(1 / 0, -1 / 0, 0 / 0, 7 / 2, 0.1 + 0.2, 1e21 + 1, 9007199254740992 + 1)
// expect: Infinity -Infinity NaN 3.5 0.30000000000000004 1e+21 9007199254740992
console.log('5' * '2', '5' - 2, +'0x1f', +'', +' 12 ', +'1e3', +'x', +null, +undefined, +true, +[], +[7], +{}, -'3')
// expect: 10 3 31 0 12 1000 NaN 0 NaN 1 0 7 NaN -3
console.log(1 + '2', 1 + 2 + '3', '1' + 2 + 3, 1 + null, 1 + undefined, 1 + true, [] + [], [] + {}, 1 + [2])
// expect: 12 33 123 1 NaN 2  [object Object] 12
let s = '5'
s++
console.log(s, typeof s, '5' + +'5') // expect: 6 number 55
console.log(0.1 * 3, 1e300 * 1e10, 123456789 * 987654321, 2 ** 31 | 0, 0xffffffff + 1, 1.5 + 1.5)
// expect: 0.30000000000000004 Infinity 121932631112635260 -2147483648 4294967296 3
