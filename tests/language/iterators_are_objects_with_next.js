// The iterator protocol: next() gives {value, done} until done.
const log = []
const numbers = {
  [Symbol.iterator]() {
    let n = 0
    return { next() { log.push('next'); return n < 2 ? { value: n++, done: false } : { value: 'ignored', done: true } } }
  },
}
for (const n of numbers) log.push(n)
console.log(log.join()) // expect: next,0,next,1,next
console.log([...numbers], Array.from(numbers), Math.max(...numbers), new Set(numbers).size)
// expect: [ 0, 1 ] [ 0, 1 ] 1 2
const it = [1, 2][Symbol.iterator]()
console.log(it.next(), it.next(), it.next(), it[Symbol.iterator]() === it)
// expect: { value: 1, done: false } { value: 2, done: false } { value: undefined, done: true } true
const it2 = [1, 2, 3].values()
it2.next()
console.log([...it2], [...it2]) // expect: [ 2, 3 ] []
for (const bad of [() => 5, () => ({}), () => ({ next: () => 5 }), 5]) {
  try { for (const x of { [Symbol.iterator]: bad }); } catch (e) { console.log(e.name) }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
}
const lazy = { [Symbol.iterator]: () => ({ get next() { log.push('next read once'); return () => ({ done: log.push('called') > 100, value: 1 }) } }) }
log.length = 0
let turns = 0
for (const x of lazy) if (++turns > 1) break
console.log(log.join()) // expect: next read once,called,called
