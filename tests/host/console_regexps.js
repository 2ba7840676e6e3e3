// Regular expressions are shown as they are written; matches with their names.
console.log(/a+/gi, [/x/], { r: /y/m }) // expect: /a+/gi [ /x/ ] { r: /y/m }
console.log(Object.assign(/a/, { note: 1 })) // expect: /a/ { note: 1 }
class Pattern extends RegExp {}
console.log(new Pattern('a'), Object.setPrototypeOf(/b/, null)) // expect: Pattern /a/ [RegExp: null prototype] /b/
console.log('ab'.match(/(?<x>b)/))
// expect: [
// expect:   'b',
// expect:   'b',
// expect:   index: 1,
// expect:   input: 'ab',
// expect:   groups: [Object: null prototype] { x: 'b' }
// expect: ]
