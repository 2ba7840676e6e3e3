// yield* hands next, throw and return to the inner iterator, and its value is
// what that returns.
function* inner() {
  try {
    console.log('inner got', yield 'a');
    console.log('inner got', yield 'b');
    return 'inner result';
  } catch (e) { yield 'inner caught ' + e; return 'after catch'; } finally { console.log('inner finally'); }
}
function* outer() { console.log('outer got', yield* inner()); yield* [1, 2]; yield* 'xy'; }
let g = outer();
console.log(g.next(0).value, g.next(1).value, g.next(2).value, g.next().value, g.next().value, g.next().value, g.next());
g = outer(); g.next();
console.log(g.throw('T').value);
console.log(g.next().value);
g = outer(); g.next();
console.log(g.return('R'), g.next());
// iterators of the program: the result objects are passed as they are
const odd = { [Symbol.iterator]() { return this; }, n: 0, next(v) { return { value: this.n, done: this.n++ > 1, extra: v }; } };
function* passes() { return yield* odd; }
g = passes();
console.log(g.next(), g.next('v'), g.next());
odd.n = 0;
g = passes(); g.next();
try { g.throw('no throw method'); } catch (e) { console.log(e.message); }
odd.n = 0;
g = passes(); g.next();
console.log(g.return('no return method'));
odd.n = 0;
odd.return = (v) => ({ value: v + '!', done: true });
g = passes(); g.next();
console.log(g.return('closed'));
function* tree(depth) { if (depth) { yield* tree(depth - 1); yield depth; yield* tree(depth - 1); } }
console.log([...tree(3)].join(' '));
// a generator that drives another one in its body keeps its own results
function* drives() { odd.n = 0; console.log(passes().next()); yield 'own'; const [x] = outer(); yield* [x]; return 'end'; }
g = drives();
console.log(g.next(), g.next(), g.next());
// expect: inner got 1
// expect: inner got 2
// expect: inner finally
// expect: outer got inner result
// expect: a b 1 2 x y { value: undefined, done: true }
// expect: inner caught T
// expect: inner finally
// expect: outer got after catch
// expect: 1
// expect: inner finally
// expect: { value: 'R', done: true } { value: undefined, done: true }
// expect: { value: 0, done: false, extra: undefined } { value: 1, done: false, extra: 'v' } { value: 2, done: true }
// expect: The iterator does not provide a 'throw' method.
// expect: { value: 'no return method', done: true }
// expect: { value: 'closed!', done: true }
// expect: 1 2 1 3 1 2 1
// expect: { value: 0, done: false, extra: undefined }
// expect: inner finally
// expect: { value: 'own', done: false } { value: 'a', done: false } { value: 'end', done: true }
