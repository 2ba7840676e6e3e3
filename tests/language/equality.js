// === compares without conversion, == with, Object.is tells zeros apart.
console.log(1 === 1.0, NaN === NaN, 0 === -0, 'a' === 'a', 'ab' === 'a' + 'b', null === undefined, [] === [])
// expect: true false true true true false false
console.log(null == undefined, null == 0, undefined == 0, '1' == 1, true == 1, true == '1', false == '', [] == '', [1] == 1, [1, 2] == '1,2', ({}) == '[object Object]')
// expect: true false false true true true true true true true true
console.log(NaN == NaN, '0' == false, 'true' == true, null == false, '' == 0, ' \n' == 0, 'x' == 0, [] == ![])
// expect: false true false false true true false true
const o = { valueOf: () => 5 }, s = Symbol()
console.log(o == 5, o == '5', o == o, o != 5, s == s, Object(s) == s, new String('a') == 'a', new String('a') == new String('a'))
// expect: true true true false true true true false
console.log(Object.is(NaN, NaN), Object.is(0, -0), Object.is('a', 'a')) // expect: true false true
const big = 'x'.repeat(1000)
console.log(big + 'y' === 'x'.repeat(1000) + 'y', big + 'y' !== big + 'z', 1 !== '1', 1 != '1')
// expect: true true true false
