// match, matchAll and search.
console.log('a1b22'.match(/\d+/g), 'abc'.match(/\d/g), 'abc'.match(/b/).index, 'a.b'.match('.')[0]) // expect: [ '1', '22' ] null 1 a
console.log([...'a1b22'.matchAll(/([a-z])(\d+)/g)].map((m) => m[1] + m[2] + m.index)) // expect: [ 'a10', 'b222' ]
try { 'a'.matchAll(/a/) } catch (e) { console.log(e.message) } // expect: String.prototype.matchAll called with a non-global RegExp argument
const all = 'ab'.matchAll(/./g)
console.log(Object.prototype.toString.call(all), all.next().value[0], all.next().done, all.next()) // expect: [object RegExp String Iterator] a false { value: undefined, done: true }
console.log('xay'.search(/a/), 'xay'.search(/z/), 'xay'.search('y')) // expect: 1 -1 2
