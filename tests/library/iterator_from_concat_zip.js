// Iterator.from, concat, zip and zipKeyed.
const plain = { n: 0, next() { return { value: this.n, done: this.n++ >= 2 }; } };
console.log(Iterator.from(plain).map((x) => x + 1).toArray()); // expect: [ 1, 2 ]
console.log(Iterator.from('hi').toArray(), Iterator.from([1]).next()); // expect: [ 'h', 'i' ] { value: 1, done: false }
console.log(Iterator.concat([1, 2], new Set([3]), 'x'.matchless ?? [4]).toArray()); // expect: [ 1, 2, 3, 4 ]
try { Iterator.concat([1], 5); } catch (e) { console.log(e.message); } // expect: 5 is not an object
console.log(Iterator.zip([[1, 2, 3], ['a', 'b']]).toArray()); // expect: [ [ 1, 'a' ], [ 2, 'b' ] ]
console.log(Iterator.zip([[1, 2], ['a']], { mode: 'longest', padding: [0, 'z'] }).toArray()); // expect: [ [ 1, 'a' ], [ 2, 'z' ] ]
try { Iterator.zip([[1, 2], ['a']], { mode: 'strict' }).toArray(); } catch (e) { console.log(e.name); } // expect: TypeError
console.log(JSON.stringify(Iterator.zipKeyed({ x: [1, 2], y: ['a', 'b'] }).toArray())); // expect: [{"x":1,"y":"a"},{"x":2,"y":"b"}]
function* closing() { try { yield 1; yield 2; } finally { console.log('closed'); } }
console.log(Iterator.zip([closing(), [9]]).toArray()); // expect: closed
// expect: [ [ 1, 9 ] ]
const it = closing();
it.next();
it[Symbol.dispose](); // expect: closed
