// In strict code a function of a block ends with the block.
'use strict'
console.log(typeof f) // expect: undefined
{
  console.log(f()) // expect: f
  function f() { return 'f' }
}
console.log(typeof f) // expect: undefined
{
  let calls = 0
  function count() { return ++calls }
  count()
  console.log(count()) // expect: 2
}
