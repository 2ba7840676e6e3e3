// What only weak references hold is gone after a collection; but what a WeakRef
// gave out lives until this turn of the event loop ends: so steps are timers.
const steps = []
function next() {
  const step = steps.shift()
  if (step) step(), setTimeout(next)
}

function make() { return new WeakRef({ x: 1 }) }
const dropped = make()
gc()
console.log(dropped.deref().x) // expect: 1
steps.push(() => {
  gc()
  console.log(dropped.deref()) // expect: undefined
})

// A WeakMap's value lives as long as its key, even when it refers to the key.
const map = new WeakMap()
let key = {}
function attach() {
  const value = { key }
  map.set(key, value)
  return new WeakRef(value)
}
const value = attach()
steps.push(() => {
  gc()
  console.log(value.deref() === map.get(key)) // expect: true
}, () => {
  key = null
  gc()
  console.log(value.deref()) // expect: undefined
})

// So does a chain of keys and values: dropping its head drops all of it.
let head = {}
function chain(length) {
  let at = head
  for (let i = 0; i < length; i++) {
    const next = { i }
    map.set(at, next)
    at = next
  }
  return new WeakRef(at)
}
const last = chain(20)
steps.push(() => {
  gc()
  console.log(last.deref().i) // expect: 19
}, () => {
  head = null
  gc()
  console.log(last.deref()) // expect: undefined
})

// WeakSets forget their items; Maps and Sets do not.
const set = new Set(), weak = new WeakSet()
function fill() {
  const kept = {}, lost = {}
  set.add(kept)
  weak.add(kept)
  weak.add(lost)
  return [new WeakRef(kept), new WeakRef(lost)]
}
const [kept, lost] = fill()
steps.push(() => {
  gc()
  console.log(weak.has(kept.deref()), lost.deref()) // expect: true undefined
})
setTimeout(next)
