// A function gets the match, where it is, and the text; its result is no template.
console.log('a-b-c'.replaceAll('-', (match, at, text) => `<${match}${at}${text.length}>`)) // expect: a<-15>b<-35>c
console.log('abc'.replace('b', () => '$&'), 'abc'.replace('b', () => undefined), 'abc'.replace('b', function () { return arguments.length }))
// expect: a$&c aundefinedc a3c
try { 'abc'.replaceAll('b', () => { throw new RangeError('mine') }) } catch (e) { console.log(e.message) } // expect: mine
