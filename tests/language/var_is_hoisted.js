// A var belongs to the whole function and is undefined until it is assigned.
console.log(early) // expect: undefined
var early = 1
console.log(early) // expect: 1
function scope() {
  if (false) { var inside = 1 }
  for (var i = 0; i < 2; i++) { var last = i }
  return [inside, i, last]
}
console.log(scope()) // expect: [ undefined, 2, 1 ]
var twice = 1
var twice
console.log(twice) // expect: 1
function shadows(parameter) { var parameter; return parameter }
console.log(shadows(7)) // expect: 7
function body(f = () => x) { var x = 'body'; return f }
var x = 'global'
console.log(body()()) // expect: global
try { throw 1 } catch (e) { var e = 2 }
console.log(e) // expect: undefined
