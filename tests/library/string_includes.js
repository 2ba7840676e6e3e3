// includes, startsWith, endsWith; what says it is a regular expression is refused.
console.log('banana'.includes('nan'), 'banana'.includes('nan', 3), 'banana'.includes(''), 'banana'.includes('', 10)) // expect: true false true true
console.log('banana'.startsWith('ban'), 'banana'.startsWith('an', 1), 'banana'.startsWith(''), 'b'.startsWith('ba')) // expect: true true true false
console.log('banana'.endsWith('na'), 'banana'.endsWith('nan', 5), 'banana'.endsWith('', 0), 'banana'.endsWith('banana', 6)) // expect: true true true true
const pattern = { [Symbol.match]: true }
for (const method of ['includes', 'startsWith', 'endsWith']) try { 'x'[method](pattern) } catch (e) { console.log(e.message) }
// expect: First argument to String.prototype.includes must not be a regular expression
// expect: First argument to String.prototype.startsWith must not be a regular expression
// expect: First argument to String.prototype.endsWith must not be a regular expression
console.log('[object Object]'.includes({ [Symbol.match]: false })) // expect: true
