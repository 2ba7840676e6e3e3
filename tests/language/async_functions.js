// An async function runs at once up to its first await.
async function load(name) {
  console.log('start', name);
  const value = await Promise.resolve(name.length);
  console.log('got', value);
  return value * 2;
}
load('abc').then((v) => console.log('result', v));
console.log('called');
async function fails() { await null; throw new Error('failed'); }
fails().catch((e) => console.log(e.message));
(async () => {
  try { await fails(); } catch (e) { console.log('caught', e.message); } finally { console.log('finally'); }
  for (const x of [1, 2]) console.log('loop', await x);
  return (await Promise.all([load('x'), 5])).join();
})().then(console.log);
const throws = async () => { throw 'at once'; };
throws().catch(console.log);
const parameter = async (a = (() => { throw 'in a parameter'; })()) => a;
parameter().catch(console.log);
class A { async m() { return this.v; } v = 'method'; static async s() { return await new A().m(); } }
A.s().then(console.log);
const thenable = { then(resolve) { console.log('then called'); resolve('thenable'); } };
(async () => console.log(await thenable))();
// expect: start abc
// expect: called
// expect: got 3
// expect: at once
// expect: in a parameter
// expect: then called
// expect: result 6
// expect: failed
// expect: caught failed
// expect: finally
// expect: method
// expect: thenable
// expect: loop 1
// expect: loop 2
// expect: start x
// expect: got 1
// expect: 2,5
