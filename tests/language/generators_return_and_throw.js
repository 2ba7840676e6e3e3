// return() and throw() go through catch and finally at the yield.
function* guarded() {
  try {
    yield 1;
    yield 2;
  } catch (e) {
    console.log('caught', e);
    yield 'recovered';
  } finally {
    console.log('finally');
    yield 'cleaning up';
    console.log('clean');
  }
  return 'end';
}
let g = guarded();
console.log(g.next(), g.return('early'), g.next(), g.next());
g = guarded();
g.next();
console.log(g.throw('oops'), g.next(), g.next());
g = guarded();
console.log(g.return('before it began'), g.next());
g = guarded();
try { g.throw(new Error('before it began')); } catch (e) { console.log(e.message, g.next()); }
function* overrides() { try { yield 1; } finally { return 'mine'; } }
g = overrides(); g.next();
console.log(g.return('yours'));
g = overrides(); g.next();
console.log(g.throw(new Error('lost')));
function* nested() {
  for (const x of [1, 2]) {
    try { for (const y of inner()) yield [x, y]; } finally { console.log('out of', x); }
  }
}
function* inner() { try { yield 'a'; yield 'b'; } finally { console.log('inner closed'); } }
g = nested();
console.log(g.next().value, g.next().value, g.return('stop'));
// expect: finally
// expect: clean
// expect: { value: 1, done: false } { value: 'cleaning up', done: false } { value: 'early', done: true } { value: undefined, done: true }
// expect: caught oops
// expect: finally
// expect: clean
// expect: { value: 'recovered', done: false } { value: 'cleaning up', done: false } { value: 'end', done: true }
// expect: { value: 'before it began', done: true } { value: undefined, done: true }
// expect: before it began { value: undefined, done: true }
// expect: { value: 'mine', done: true }
// expect: { value: 'mine', done: true }
// expect: inner closed
// expect: out of 1
// expect: [ 1, 'a' ] [ 1, 'b' ] { value: 'stop', done: true }
