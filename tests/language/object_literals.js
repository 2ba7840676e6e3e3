// Every form of an object literal.
const a = 1, key = 'k'
const o = {
  a, b: 2, 'quoted key': 3, 4: 'number', 0x10: 'hex', 1e3: 'big', .5: 'half', [key + 1]: 'computed',
  method() { return 'm' }, ['comp' + 'uted']() { return 'c' }, get g() { return 'g' }, set g(v) {}, ...{ spread: 1 }, ...null, ...'xy', async: 1, get: 2, set: 3, static: 4, new: 5,
}
console.log(o)
// expect: {
// expect:   '0': 'x',
// expect:   '1': 'y',
// expect:   '4': 'number',
// expect:   '16': 'hex',
// expect:   '1000': 'big',
// expect:   a: 1,
// expect:   b: 2,
// expect:   'quoted key': 3,
// expect:   '0.5': 'half',
// expect:   k1: 'computed',
// expect:   method: [Function: method],
// expect:   computed: [Function: computed],
// expect:   g: [Getter/Setter],
// expect:   spread: 1,
// expect:   async: 1,
// expect:   get: 2,
// expect:   set: 3,
// expect:   static: 4,
// expect:   new: 5
// expect: }
console.log(o.method(), o.computed(), o.new, o[16], o[1000], o['0.5']) // expect: m c 5 hex big half
console.log({ get: 1 }.get, { get() { return 'method get' } }.get(), { set set(v) {} }.set, { get get() { return 'gg' } }.get)
// expect: 1 method get undefined gg
console.log({ a: 1, b: 2, a: 3 }, { ...{ a: 1 }, a: 2 }, { a: 2, ...{ a: 1 } })
// expect: { a: 3, b: 2 } { a: 2 } { a: 1 }
const trailing = { x: 1, }
console.log(trailing, {}, { '': 'empty' }['']) // expect: { x: 1 } {} empty
