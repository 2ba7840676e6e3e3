// getOrInsert gives what is there, or puts it there; getOrInsertComputed asks
// for it only then.
const map = new Map([['a', 1]])
console.log(map.getOrInsert('a', 2), map.getOrInsert('b', 2), map.get('b')) // expect: 1 2 2
const length = key => { console.log('computing', key); return key.length }
console.log(map.getOrInsertComputed('a', length)) // expect: 1
console.log(map.getOrInsertComputed('long', length), map.size)
// expect: computing long
// expect: 4 3
console.log(map.getOrInsertComputed(-0, key => Object.is(key, 0))) // expect: true
const meddled = map.getOrInsertComputed('m', key => { map.set(key, 'meanwhile'); return 'computed' })
console.log(meddled, map.get('m'), map.getOrInsert('a' + 'b'.repeat(3), 'rope'), map.get('abbb')) // expect: computed computed rope rope
const key = {}, weak = new WeakMap()
console.log(weak.getOrInsert(key, 1), weak.getOrInsertComputed(key, () => 2), weak.get(key)) // expect: 1 1 1
for (const wrong of [() => weak.getOrInsert('text', 1), () => map.getOrInsertComputed('new', 5), () => Map.prototype.getOrInsert.call(weak, key, 1)])
  try { wrong() } catch (e) { console.log(e.name, e.message) }
// expect: TypeError Invalid value used as weak map key
// expect: TypeError 5 is not a function
// expect: TypeError Method Map.prototype.getOrInsert called on incompatible receiver #<WeakMap>
