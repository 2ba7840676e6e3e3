// let and const end with their block and hide outer ones of the same name.
let name = 'outer'
{
  let name = 'inner'
  { let name = 'innermost'; console.log(name) } // expect: innermost
  console.log(name) // expect: inner
}
console.log(name) // expect: outer
if (true) { const name = 'then'; console.log(name) } // expect: then
for (let name = 0; name < 1; name++) { let name = 'body'; console.log(name) } // expect: body
switch (1) { default: let name = 'switch'; console.log(name) } // expect: switch
try { let name = 'try'; throw name } catch (thrown) { let name = thrown + ', caught'; console.log(name) }
// expect: try, caught
console.log(name) // expect: outer
function parameters(a, b = () => a) { var a = 'body'; return a + ' ' + b() }
console.log(parameters('argument')) // expect: body argument
