// BigInts against each other, against numbers and against text: exactly.
const huge = 2n ** 53n + 1n
console.log(huge > 2 ** 53, huge == 2 ** 53, 2 ** 53 < huge, 1n < 1.5, -1n > -1.5) // expect: true false true true true
console.log(1n == 1, 1n === 1, 1n == '1', '0x10' == 16n, 1n == true, 0n == '', 1n == 'one') // expect: true false true true true true false
console.log(2n > 1, 2n > '10', 1n < 'x', 1n >= 'x', 1n < NaN, 1n < Infinity, -1n > -Infinity) // expect: true false false false false true true
console.log(10n ** 30n === 10n ** 15n * 10n ** 15n, Object.is(1n, 1n), Object(1n) == 1n, Object(1n) === 1n) // expect: true true true false
console.log(1n == 0.5, 2n ** 1024n > Number.MAX_VALUE, 2n ** 1024n == Infinity) // expect: false true false
console.log([3n, 1, 2n, 10n, '4'].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) // expect: [ 1, 2n, 3n, '4', 10n ]
console.log([1n, 2n].includes(2n), [1n, 2n].indexOf(2n), [2n, 1n, 2n].lastIndexOf(2n)) // expect: true 1 2
const map = new Map([[10n ** 20n, 'twenty'], [1n, 'big'], [1, 'small']])
console.log(map.get(100n ** 10n), map.get(1n), map.get(1), new Set([1n, 1n, 2n]).size) // expect: twenty big small 2
console.log(['a', 'b'][1n], { 1: 'one' }[1n], Object.keys({ [2n ** 70n]: 0, 5n: 1 })) // expect: b one [ '5', '1180591620717411303424' ]
switch (2n ** 3n) { case 8: console.log('number'); break; case 8n: console.log('BigInt') } // expect: BigInt
