// captureStackTrace gives any object a stack, from below a function on.
function outer() { return inner() }
function inner() { const o = {}; Error.captureStackTrace(o); return o.stack }
console.log(outer().split('\n').slice(0, 3).map(l => l.trim().split(' ').slice(0, 2).join(' ')).join('; ')) // expect: Error; at inner; at outer
function hidden() { const o = { name: 'N', message: 'M' }; Error.captureStackTrace(o, hidden); return o.stack }
function visible() { return hidden() }
console.log(visible().split('\n').slice(0, 2).map(l => l.trim().split(' ').slice(0, 2).join(' ')).join('; ')) // expect: N: M; at visible
console.log(Error.stackTraceLimit) // expect: 10
