// An async generator answers each next() with a promise, in their order.
async function* count(n) {
  try {
    for (let i = 0; i < n; i++) { const got = yield i; if (got) console.log('got', got); }
    return 'end';
  } finally { console.log('finally'); }
}
(async () => {
  const g = count(2);
  console.log(await Promise.all([g.next(), g.next('a'), g.next(), g.next(), g.next()]));
  const h = count(3); await h.next();
  console.log(await h.return(Promise.resolve('awaited')), await h.next());
  const k = count(3); await k.next();
  try { await k.throw(new Error('thrown')); } catch (e) { console.log(e.message); }
  console.log(await count(2).return('before it began'));
  // a yield awaits its value, and so does return
  async function* waits() { yield Promise.resolve(1); try { yield Promise.reject(2); } catch (e) { console.log('caught', e); } return Promise.resolve(3); }
  const w = waits();
  console.log(await w.next(), await w.next());
  async function* outer() { console.log('inner returned', yield* count(1)); yield* [7, Promise.resolve(8)]; }
  for await (const v of outer()) console.log('outer', v);
  const o = outer(); await o.next();
  console.log(await o.return('stop'));
  console.log(Object.prototype.toString.call(o), o[Symbol.asyncIterator]() === o);
  await count(1).next.call({}).catch((e) => console.log(e.message));
})();
// expect: got a
// expect: finally
// expect: [
// expect:   { value: 0, done: false },
// expect:   { value: 1, done: false },
// expect:   { value: 'end', done: true },
// expect:   { value: undefined, done: true },
// expect:   { value: undefined, done: true }
// expect: ]
// expect: finally
// expect: { value: 'awaited', done: true } { value: undefined, done: true }
// expect: finally
// expect: thrown
// expect: { value: 'before it began', done: true }
// expect: caught 2
// expect: { value: 1, done: false } { value: 3, done: true }
// expect: outer 0
// expect: finally
// expect: inner returned end
// expect: outer 7
// expect: outer 8
// expect: finally
// expect: { value: 'stop', done: true }
// expect: [object AsyncGenerator] true
// expect: Method [AsyncGenerator].prototype.next called on incompatible receiver #<Object>
