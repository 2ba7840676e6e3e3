// `await using` waits for each disposer.
const make = (name, error) => ({ name, async [Symbol.asyncDispose]() { console.log('begin', name); await null; console.log('end', name); if (error) throw error; } });
const sync = { [Symbol.dispose]() { console.log('sync'); } };
(async () => {
  { await using a = make('a'), b = sync, none = undefined; console.log('body'); }
  async function f() { await using x = make('x'); return 'returned'; }
  console.log(await f());
  try { await using x = make('throws', new Error('disposer')); throw new Error('body'); } catch (e) { console.log(e.name, e.error.message, e.suppressed.message); }
  for (await using x of [make('each')]) console.log(x.name);
  async function* g() { await using x = make('generator'); yield 1; }
  for await (const v of g()) { console.log(v); break; }
  const order = [];
  await Promise.all([(async () => { { await using n = null; } order.push('after one job'); })(), Promise.resolve().then(() => order.push('job'))]);
  console.log(order.join());
})();
// expect: body
// expect: sync
// expect: begin a
// expect: end a
// expect: begin x
// expect: end x
// expect: returned
// expect: begin throws
// expect: end throws
// expect: SuppressedError disposer body
// expect: each
// expect: begin each
// expect: end each
// expect: 1
// expect: begin generator
// expect: end generator
// expect: after one job,job
