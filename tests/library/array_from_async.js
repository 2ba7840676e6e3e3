// Array.fromAsync awaits the items of anything that can be walked.
(async () => {
  async function* g() { try { yield 1; yield 2; } finally { console.log('closed'); } }
  console.log(await Array.fromAsync(g(), async (x, i) => x * 10 + i)); // expect: closed
  // expect: [ 10, 21 ]
  console.log(await Array.fromAsync([1, Promise.resolve(2)]), await Array.fromAsync({ length: 2, 0: Promise.resolve('a') }));
  // expect: [ 1, 2 ] [ 'a', undefined ]
  try { await Array.fromAsync(g(), () => { throw new Error('map'); }); } catch (e) { console.log(e.message); } // expect: closed
  // expect: map
  class Mine extends Array {}
  console.log(await Array.fromAsync.call(Mine, 'xy'), await Array.fromAsync.call(null, new Set([1]))); // expect: Mine(2) [ 'x', 'y' ] [ 1 ]
  await Array.fromAsync(null).catch((e) => console.log(e.name)); // expect: TypeError
  await Array.fromAsync([Promise.reject('rejected')]).catch(console.log); // expect: rejected
})();
