// Iterator helpers ask the iterator below, one item at a time.
function* naturals() { let n = 0; try { while (true) { yield n++; } } finally { console.log('closed at', n); } }
console.log(naturals().filter((n) => n % 2).map((n, i) => n * 10 + i).drop(1).take(3).toArray());
// expect: closed at 8
// expect: [ 31, 52, 73 ]
console.log(naturals().flatMap((n) => 'ab'.slice(0, n).length ? ['a'.repeat(n)] : []).take(2).toArray());
// expect: closed at 3
// expect: [ 'a', 'aa' ]
console.log([1, 2, 3].values().reduce((a, b) => a + b), new Set([4, 5]).values().reduce((a, b) => a * b, 2)); // expect: 6 40
console.log(naturals().some((n) => n > 3), [2, 4].values().every((n) => n % 2 === 0), naturals().find((n) => n * n > 50));
// expect: closed at 5
// expect: closed at 9
// expect: true true 8
[7].values().forEach((v, i) => console.log(v, i)); // expect: 7 0
// errors close what is below
try { naturals().map(() => { throw new Error('mapper'); }).next(); } catch (e) { console.log(e.message); } // expect: closed at 1
// expect: mapper
for (const wrong of [NaN, -1, 'x']) try { naturals().take(wrong); } catch (e) { console.log(e.name, e.message); }
// expect: RangeError NaN must be positive
// expect: RangeError -1 must be positive
// expect: RangeError x must be positive
try { [].values().reduce((a) => a); } catch (e) { console.log(e.message); } // expect: Reduce of a done iterator with no initial value
try { [].values().map(5); } catch (e) { console.log(e.message); } // expect: 5 is not a function
// leaving a helper closes what is below
for (const n of naturals().map((n) => n)) if (n === 1) break; // expect: closed at 2
const helper = naturals().map((n) => n);
console.log(helper.return(), helper.next()); // expect: { value: undefined, done: true } { value: undefined, done: true }
console.log(Object.prototype.toString.call(helper), helper instanceof Iterator); // expect: [object Iterator Helper] true
