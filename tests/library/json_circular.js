// A circle is a TypeError that shows the way round.
const show = (value) => { try { JSON.stringify(value) } catch (e) { console.log(e.name + ': ' + e.message) } }
const self = {}; self.me = self
show(self)
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Object'
// expect:     --- property 'me' closes the circle
class Node { constructor() { this.next = [this] } }
show(new Node())
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Node'
// expect:     |     property 'next' -> object with constructor 'Array'
// expect:     --- index 0 closes the circle
const start = {}; let at = start
for (const key of ['a', 'b', 'c', 'd', 'e']) at = at[key] = {}
at.back = start
show(start)
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Object'
// expect:     |     property 'a' -> object with constructor 'Object'
// expect:     |     property 'b' -> object with constructor 'Object'
// expect:     |     ...
// expect:     |     property 'e' -> object with constructor 'Object'
// expect:     --- property 'back' closes the circle
const shared = { x: 1 }
console.log(JSON.stringify([shared, shared])) // expect: [{"x":1},{"x":1}]
