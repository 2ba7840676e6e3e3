// A pattern that stops early closes the iterator; an exhausted one is left.
const make = (count) => ({
  [Symbol.iterator]() {
    let n = 0
    return { next: () => ({ value: n, done: n++ >= count }), return() { console.log('closed after', n); return {} } }
  },
})
const [a] = make(5) // expect: closed after 1
console.log(a) // expect: 0
const [b, c, d] = make(2)
console.log(b, c, d) // expect: 0 1 undefined
const [...all] = make(2)
console.log(all) // expect: [ 0, 1 ]
const [] = make(1) // expect: closed after 0
try { const [x = (() => { throw new Error('in default') })()] = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return: () => console.log('closed by throw') }) } } catch (e) { console.log(e.message) }
// expect: closed by throw
// expect: in default
try { const [[x]] = make(1) } catch (e) { console.log(e.name) }
// expect: closed after 1
// expect: TypeError
try { const [x] = { [Symbol.iterator]: () => ({ next() { throw new Error('next throws') }, return: () => console.log('never') }) } } catch (e) { console.log(e.message) }
// expect: next throws
try { const [x] = { [Symbol.iterator]: () => ({ next: () => ({}), return: () => 1 }) } } catch (e) { console.log(e.name) }
// expect: TypeError
