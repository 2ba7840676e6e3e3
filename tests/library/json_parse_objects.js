// Keys keep their order, the last of twins wins, __proto__ is a key like any other.
const object = JSON.parse('{"b":1,"a":2,"1":3,"0":4,"b":5,"__proto__":6,"":7}')
console.log(Object.keys(object).join('|'), object.b, Object.getPrototypeOf(object) === Object.prototype, object['']) // expect: 0|1|b|a|__proto__| 5 true 7
console.log(Object.getOwnPropertyDescriptor(object, '__proto__').value, JSON.stringify(object)) // expect: 6 {"0":4,"1":3,"b":5,"a":2,"__proto__":6,"":7}
const many = {}
for (let i = 0; i < 300; i++) many['key' + i] = i
const copy = JSON.parse(JSON.stringify(many))
console.log(Object.keys(copy).length, copy.key299, Object.keys(copy)[298]) // expect: 300 299 key298
const rows = JSON.parse('[{"id":1,"name":"a"},{"id":2,"name":"b"},{"name":"c","id":3}]')
rows[0].extra = true
console.log(rows)
// expect: [
// expect:   { id: 1, name: 'a', extra: true },
// expect:   { id: 2, name: 'b' },
// expect:   { name: 'c', id: 3 }
// expect: ]
