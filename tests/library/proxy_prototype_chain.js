// A proxy in the chain is asked for what the object lacks, and caches do not look past it.
const asked = []
const dynamic = new Proxy({}, {
  get: (target, key, receiver) => (asked.push('get ' + String(key)), receiver.own + '!'),
  has: (target, key) => (asked.push('has ' + String(key)), key === 'magic'),
  set: (target, key, value, receiver) => (asked.push('set ' + String(key)), Reflect.defineProperty(receiver, key, { value: value + 1, writable: true, configurable: true, enumerable: true })),
})
const o = Object.create(dynamic, { own: { value: 'o', writable: true } })
function read(object) { return object.missing }
function write(object, value) { object.fresh = value }
for (let i = 0; i < 5; i++) read(o)
console.log(read(o), asked.length, o.own) // expect: o! 6 o
asked.length = 0
console.log('magic' in o, 'nothing' in o, 'own' in o) // expect: true false true
write(o, 1)
console.log(o.fresh, asked.join()) // expect: 2 has magic,has nothing,set fresh
asked.length = 0
write(o, 5)
console.log(o.fresh, asked.length) // expect: 5 0
const plain = { own: "p" }
console.log(read(plain)) // expect: undefined
Object.setPrototypeOf(plain, dynamic)
console.log(read(plain)) // expect: p!
const list = [1, , 3]
Object.setPrototypeOf(list, new Proxy(Array.prototype, { get: (target, key) => key === '1' ? 'hole' : target[key], has: () => true }))
console.log(list[1], list.length, list.join()) // expect: hole 3 1,hole,3
for (const key in Object.create(new Proxy({ p: 1, q: 2 }, {}), { z: { value: 1, enumerable: true } })) asked.push(key)
console.log(asked.join()) // expect: get missing,z,p,q
