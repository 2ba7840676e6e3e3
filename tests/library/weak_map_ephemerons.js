// A value that refers to its own key does not keep it; chains of keys live.
const w = new WeakMap
let first = {}
let key = first
for (let i = 0; i < 50; i++) { const next = { i }; w.set(key, next); key = next }
let length = 0
for (let at = first; w.has(at); at = w.get(at)) length++
console.log(length) // expect: 50
for (let i = 0; i < 200; i++) { const k = {}; w.set(k, { k, pad: [i, i, i] }) }
length = 0
for (let at = first; w.has(at); at = w.get(at)) length++
console.log(length) // expect: 50
