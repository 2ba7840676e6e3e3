// Getters may change what is being written.
const object = { get first() { delete this.second; this.third = 'new'; return 1 }, second: 2, third: 3 }
console.log(JSON.stringify(object), JSON.stringify(object)) // expect: {"first":1,"third":"new"} {"first":1,"third":"new"}
const list = [{ toJSON() { list.length = 2; return 0 } }, 1, 2, 3]
console.log(JSON.stringify(list)) // expect: [0,1,null,null]
console.log(JSON.stringify({ a: { toJSON() { return { toJSON: () => 'not again', x: 1 } } } })) // expect: {"a":{"x":1}}
