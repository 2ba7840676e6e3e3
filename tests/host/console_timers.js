// Timers by label; what does not fit is a warning.
console.timeEnd('none') // expect-error: No such label 'none' for console.timeEnd()
console.time('t')
console.time('t') // expect-error: Label 't' already exists for console.time()
console.countReset('never') // expect-error: Count for 'never' does not exist
console.log(typeof performance.now(), performance.now() >= 0) // expect: number true
