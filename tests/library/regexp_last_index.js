// With g or y a match begins at lastIndex, and leaves it behind the match.
const global = /a/g
console.log(global.test('aba'), global.lastIndex, global.test('aba'), global.lastIndex, global.test('aba'), global.lastIndex) // expect: true 1 true 3 false 0
const sticky = /b/y
console.log(sticky.test('ab'), sticky.lastIndex) // expect: false 0
sticky.lastIndex = 1
console.log(sticky.test('ab'), sticky.lastIndex) // expect: true 2
const plain = /a/
plain.lastIndex = 5
console.log(plain.test('a'), plain.lastIndex) // expect: true 5
try { const frozen = Object.freeze(/a/g); frozen.test('a') } catch (e) { console.log(e.message) } // expect: Cannot assign to read only property 'lastIndex' of object '[object RegExp]'
console.log('aXbX'.replace(/x/gi, '-'), '\u{1F600}'.match(/(?:)/gu).length, '\u{1F600}'.match(/(?:)/g).length) // expect: a-b- 2 3
