// Groups indent every line.
console.group('outer') // expect: outer
console.log('one\ntwo')
// expect:   one
// expect:   two
console.groupCollapsed()
console.log({ a: 1 }) // expect:     { a: 1 }
console.groupEnd()
console.info('back') // expect:   back
console.groupEnd()
console.groupEnd()
console.log('out') // expect: out
