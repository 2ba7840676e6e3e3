// Names may hold letters of any script and escapes; many words are no keywords.
const café = 1, 变量 = 2, $ = 3, _ = 4, \u0061bc = 5, ünïcödé_9 = 6, ℮ = 7
console.log(café, 变量, $, _, abc, ünïcödé_9, ℮) // expect: 1 2 3 4 5 6 7
var let_ = 1, of = 2, get = 3, set = 4, static_ = 5, async = 6, from = 7, as = 8, target = 9, yield_ = 10
console.log(of, get, set, async, from, as) // expect: 2 3 4 6 7 8
var yield = 'sloppy yield', let = 'sloppy let', static = 'static', await = 'await', implements = 'implements'
console.log(yield, let, static, await, implements) // expect: sloppy yield sloppy let static await implements
const o = { if: 1, class: 2, new: 3, await: 4, let: 5, 'true': 6 }
console.log(o.if, o.class, o.new, o.await, o.let, o.true, { async }, o.\u0069f)
// expect: 1 2 3 4 5 6 { async: 6 } 1
undefined = 1
NaN = 2
console.log(undefined, NaN) // expect: undefined NaN
