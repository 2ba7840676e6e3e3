// error and warn go to the other stream.
console.error('to %s', 'stderr', { a: 1 }) // expect-error: to stderr { a: 1 }
console.warn(['warned']) // expect-error: [ 'warned' ]
console.debug('to'); console.info('stdout') // expect: to
// expect: stdout
console.trace('where %d', 1) // expect-error: Trace: where 1
