// Iterator is an abstract class over all built-in iterators.
console.log(typeof Iterator, [].values() instanceof Iterator, new Map().keys() instanceof Iterator) // expect: function true true
class Mine extends Iterator { next() { return { done: true } } }
console.log(new Mine()[Symbol.iterator]() instanceof Mine, [...new Mine()].length) // expect: true 0
try { new Iterator() } catch (e) { console.log(e.name) } // expect: TypeError
try { Iterator() } catch (e) { console.log(e.name) } // expect: TypeError
