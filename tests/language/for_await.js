// for await takes async iterables, and promises out of other ones; it closes
// what it leaves, and waits for that.
const iterable = (limit) => ({
  [Symbol.asyncIterator]() {
    let i = 0;
    return {
      next: async () => ({ value: i, done: i++ >= limit }),
      return: async () => { console.log('closing'); await null; console.log('closed'); return {}; },
    };
  },
});
(async () => {
  for await (const x of iterable(2)) console.log(x);
  for await (const x of [1, Promise.resolve(2)]) console.log(x);
  for await (const [a, b = 'default'] of new Map([[1, undefined]])) console.log(a, b);
  for await (const x of iterable(9)) { if (x) break; }
  outer: for (const y of [1, 2]) for await (const x of iterable(9)) { console.log(y); continue outer; }
  const found = await (async () => { for await (const x of iterable(9)) if (x === 3) return 'found ' + x; })();
  console.log(found);
  try { for await (const x of iterable(9)) throw new Error('body'); } catch (e) { console.log(e.message); }
  try { for await (const x of [1, Promise.reject('rejected')]) console.log(x); } catch (e) { console.log(e); }
  function* closes() { try { yield Promise.reject('inside'); } finally { console.log('sync closed'); } }
  try { for await (const x of closes()) console.log(x); } catch (e) { console.log(e); }
  const q = {};
  try { for await (const x of q); } catch (e) { console.log(e.message); }
  try { for await (const x of { [Symbol.asyncIterator]() { return 1; } }); } catch (e) { console.log(e.message); }
  try { for await (const x of { [Symbol.asyncIterator]() { return { next() { return 1; } }; } }); } catch (e) { console.log(e.message); }
})();
// expect: 0
// expect: 1
// expect: 1
// expect: 2
// expect: 1 default
// expect: closing
// expect: closed
// expect: 1
// expect: closing
// expect: closed
// expect: 2
// expect: closing
// expect: closed
// expect: closing
// expect: closed
// expect: found 3
// expect: closing
// expect: closed
// expect: body
// expect: 1
// expect: rejected
// expect: sync closed
// expect: inside
// expect: q is not async iterable
// expect: Result of the Symbol.asyncIterator method is not an object
// expect: Iterator result 1 is not an object
