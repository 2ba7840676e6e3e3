// for-in visits the enumerable names of an object and its prototypes, once.
const proto = { inherited: 1, both: 2 }
const o = Object.create(proto, { hidden: { value: 1 }, both: { value: 3, enumerable: false } })
o.own = 4
o[2] = 'two'
o[1] = 'one'
o[Symbol()] = 'never'
const keys = []
for (const k in o) keys.push(k)
console.log(keys) // expect: [ '1', '2', 'own', 'inherited' ]
for (const i in 'ab') keys.push(i)
for (const none in null) keys.push('never')
for (const none in undefined) keys.push('never')
for (const none in 5) keys.push('never')
for (var last in { x: 1, y: 2 });
console.log(keys.slice(4), last) // expect: [ '0', '1' ] y
// removed keys are not visited, changed ones are
const changing = { a: 1, b: 2, c: 3 }
for (const k in changing) { console.log(k, changing[k]); delete changing.b; changing.c = 'new' }
// expect: a 1
// expect: c new
const target = {}
for (target.key in { k: 1 });
for ([target.first] in { xyz: 1 });
console.log(target) // expect: { key: 'k', first: 'x' }
class P { method() {} field = 1 }
for (const k in new P()) console.log(k) // expect: field
