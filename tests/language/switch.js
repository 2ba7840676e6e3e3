// Cases are compared by ===, in order; execution falls through.
const f = (x) => {
  const log = []
  switch (x) {
    case 1: log.push('one')
    case 2: log.push('two'); break
    default: log.push('default')
    case 3: log.push('three')
  }
  return log.join()
}
console.log(f(1), f(2), f(3), f(4), f('1')) // expect: one,two two three default,three default,three
const order = []
const note = (v) => { order.push(v); return v }
switch (note(2)) { case note(1): case note(2): case note(3): }
console.log(order) // expect: [ 2, 1, 2 ]
switch (NaN) { case NaN: console.log('never'); break; default: console.log('NaN is not NaN') }
// expect: NaN is not NaN
try { switch (3) { case 1: let scoped; break; case 3: scoped = 2 } } catch (e) { console.log(e.message) }
// expect: Cannot access 'scoped' before initialization
switch (1) { case 1: { let x = 'block'; console.log(x) } case 2: const x = 'case'; console.log(x) }
// expect: block
// expect: case
switch ('empty') {}
for (let i = 0; i < 3; i++) { switch (i) { case 1: continue; default: console.log('turn', i) } }
// expect: turn 0
// expect: turn 2
console.log((() => { switch (true) { case 1 > 2: return 'no'; case 2 > 1: return 'yes' } })()) // expect: yes
switch (0) { default: console.log('default first'); case 1: console.log('falls'); break; case 2: console.log('never') }
// expect: default first
// expect: falls
