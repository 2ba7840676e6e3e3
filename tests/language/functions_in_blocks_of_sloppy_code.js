// In sloppy code a function of a block is also a var of the function around
// it, assigned when the declaration is reached.
console.log(typeof f) // expect: undefined
{
  console.log(f()) // expect: f
  function f() { return 'f' }
}
console.log(f()) // expect: f
if (true) function g() { return 'g' }
console.log(g()) // expect: g
function branches(which) {
  if (which) { function h() { return 'yes' } } else { function h() { return 'no' } }
  return h()
}
console.log(branches(true), branches(false)) // expect: yes no
// not when a let of that name stands between
{
  let k = 1
  { function k() {} }
}
console.log(typeof k) // expect: undefined
switch (0) { case 0: function inSwitch() { return 's' } }
console.log(inSwitch()) // expect: s
