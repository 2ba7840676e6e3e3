// A line's end stands for a semicolon where the grammar needs one.
let a = 1
let b = a
++b
console.log(a, b) // expect: 1 2
const f = () => {
  return
  42
}
console.log(f()) // expect: undefined
let x = 5, y
y = x
/2
console.log(y) // expect: 2.5
do a++
while (a < 5) console.log(a) // expect: 5
var i
for (i = 0; i < 2; i++
) { }
{ a } b
if (a) ; else b
let c = function () { return 'called' }
(function () { })
console.log(typeof c) // expect: string
outer: for (; ;) {
  break
  outer
}
console.log('end') /* comment with // expect: end
a line end */ console.log('still a new statement') // expect: still a new statement
<!-- an old comment
