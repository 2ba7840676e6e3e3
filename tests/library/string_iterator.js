// Strings are iterated by code point; halves of pairs stand alone.
console.log([...'a😀é'].length, [...'\ud83dx\ude00'].length, Array.from('日本').join('-')) // expect: 3 3 日-本
const iterator = 'ab'[Symbol.iterator]()
console.log(JSON.stringify([iterator.next(), iterator.next(), iterator.next(), iterator.next()]))
// expect: [{"value":"a","done":false},{"value":"b","done":false},{"done":true},{"done":true}]
console.log(iterator[Symbol.iterator]() === iterator, Object.prototype.toString.call(iterator)) // expect: true [object String Iterator]
let joined = ''
for (const c of 'x😀y') joined = c + joined
console.log(joined) // expect: y😀x
try { iterator.next.call({}) } catch (e) { console.log(e.name) } // expect: TypeError
