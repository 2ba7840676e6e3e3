// finally runs after the block and the catch, however they end.
const log = []
const run = (f) => { log.length = 0; try { log.push('= ' + f()) } catch (e) { log.push('! ' + e) } return log.join(' ') }
console.log(run(() => { try { log.push('try') } finally { log.push('finally') } return 'end' }))
// expect: try finally = end
console.log(run(() => { try { throw 'thrown' } catch (e) { log.push('catch ' + e) } finally { log.push('finally') } }))
// expect: catch thrown finally = undefined
console.log(run(() => { try { throw 'thrown' } finally { log.push('finally') } })) // expect: finally ! thrown
console.log(run(() => { try { throw 1 } catch (e) { throw e + 1 } finally { log.push('finally') } }))
// expect: finally ! 2
console.log(run(() => { try { return log.push('value first') } finally { log.push('finally') } }))
// expect: value first finally = 1
console.log(run(() => { let x = 1; try { return x } finally { x = 2 } })) // expect: = 1
console.log(run(() => { try { try { throw 'inner' } finally { log.push('1') } } catch (e) { return e } finally { log.push('2') } }))
// expect: 1 2 = inner
console.log(run(() => { for (const i of [1, 2, 3]) { try { if (i === 2) continue; if (i === 3) break; log.push(i) } finally { log.push('f' + i) } } return 'left' }))
// expect: 1 f1 f2 f3 = left
console.log(run(() => { try { try { throw 'a' } catch { throw 'b' } finally { log.push('inner') } } catch (e) { return 'got ' + e } }))
// expect: inner = got b
const deep = (n) => { try { if (n) deep(n - 1); else throw 'bottom' } finally { log.push(n) } }
console.log(run(() => deep(3))) // expect: 0 1 2 3 ! bottom
