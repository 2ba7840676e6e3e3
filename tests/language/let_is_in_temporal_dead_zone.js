// A let, const or class exists from the start of its block, but cannot be
// used before its declaration has run.
const attempt = (f) => { try { return f() } catch (e) { return `${e.name}: ${e.message}` } }
console.log(attempt(() => { early; let early = 1 }))
// expect: ReferenceError: Cannot access 'early' before initialization
console.log(attempt(() => { early = 2; let early = 1 }))
// expect: ReferenceError: Cannot access 'early' before initialization
console.log(attempt(() => { early; const early = 1 }))
// expect: ReferenceError: Cannot access 'early' before initialization
console.log(attempt(() => { new Early(); class Early {} }))
// expect: ReferenceError: Cannot access 'Early' before initialization
console.log(attempt(() => { let self = self + 1; return self }))
// expect: ReferenceError: Cannot access 'self' before initialization
console.log(attempt(() => { const read = () => late; const first = attempt(read); let late = 'now'; return `${first}, then ${read()}` }))
// expect: ReferenceError: Cannot access 'late' before initialization, then now
console.log(attempt(() => { typeof early; let early }))
// expect: ReferenceError: Cannot access 'early' before initialization
let outer = 'outer'
console.log(attempt(() => { { outer; let outer = 'inner' } }))
// expect: ReferenceError: Cannot access 'outer' before initialization
switch (1) {
  case 0: let inSwitch
  case 1: console.log(attempt(() => inSwitch));
// expect: ReferenceError: Cannot access 'inSwitch' before initialization
}
