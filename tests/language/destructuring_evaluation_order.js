// Keys and targets are worked out from left to right, each before its value.
const log = []
const note = (name, value = name) => { log.push(name); return value }
const source = { get a() { note('get a') }, get b() { note('get b'); return 2 } }
const target = { set a(v) { note('set a') }, set b(v) { note('set b') } };
({ [note('key a', 'a')]: note('target a', target).a = note('default a'), [note('key b', 'b')]: note('target b', target).b = note('never') } = source)
console.log(log.join(', ')) // expect: key a, target a, get a, default a, set a, key b, target b, get b, set b
log.length = 0;
[note('first', {}).x, note('second', {}).y = note('default')] = { [Symbol.iterator]: () => ({ next() { note('next'); return { done: false } }, return() { note('return'); return {} } }) }
console.log(log.join(', ')) // expect: first, next, second, next, default, return
