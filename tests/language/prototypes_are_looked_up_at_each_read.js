// A property that is not there is asked of the prototype, each time anew.
const animal = { legs: 4, speak() { return this.sound } }
const dog = Object.create(animal, { sound: { value: 'woof', writable: true } })
const puppy = Object.create(dog)
console.log(puppy.legs, puppy.speak()) // expect: 4 woof
animal.legs = 5
dog.sound = 'WOOF'
console.log(puppy.legs, puppy.speak()) // expect: 5 WOOF
puppy.legs = 3
console.log(puppy.legs, animal.legs, Object.keys(puppy)) // expect: 3 5 [ 'legs' ]
delete puppy.legs
Object.setPrototypeOf(puppy, { legs: 100 })
console.log(puppy.legs, puppy.speak) // expect: 100 undefined
function read(o) { return o.deep }
const top = { deep: 1 }, middle = Object.create(top), bottom = Object.create(middle)
const seen = []
for (let i = 0; i < 4; i++) { seen.push(read(bottom)); if (i === 1) middle.deep = 2; if (i === 2) bottom.deep = 3 }
delete bottom.deep
seen.push(read(bottom))
delete middle.deep
seen.push(read(bottom))
Object.defineProperty(top, 'deep', { get() { return this === bottom } })
seen.push(read(bottom))
console.log(seen)
// expect: [
// expect:   1, 1, 2,    3,
// expect:   2, 1, true
// expect: ]
