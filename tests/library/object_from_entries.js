// fromEntries is the way back from entries, for any iterable of pairs.
console.log(JSON.stringify(Object.fromEntries([['a', 1], ['b', 2], ['a', 3]]))) // expect: {"a":3,"b":2}
console.log(JSON.stringify(Object.fromEntries(new Map([[1, 'x'], ['k', 'y']])))) // expect: {"1":"x","k":"y"}
console.log(JSON.stringify(Object.fromEntries([{ 0: 'k', 1: 'v' }]))) // expect: {"k":"v"}
try { Object.fromEntries([1]) } catch (e) { console.log(String(e)) } // expect: TypeError: Iterator value 1 is not an entry object
try { Object.fromEntries() } catch (e) { console.log(String(e)) } // expect: TypeError: undefined is not iterable
let closed = 0
const broken = { [Symbol.iterator]() { return { next: () => ({ value: 'no', done: false }), return() { closed++; return {} } } } }
try { Object.fromEntries(broken) } catch (e) { console.log(e.name, closed) } // expect: TypeError 1
