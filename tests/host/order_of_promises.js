// How many jobs each way to go on takes.
const log = (text) => (value) => console.log(text, value ?? '');
const thenable = { then(resolve) { resolve('thenable'); } };
Promise.resolve(thenable).then(log('resolve(thenable)'));
new Promise((resolve) => { resolve(Promise.resolve('inner')); }).then(log('resolve(promise)'));
Promise.resolve(Promise.resolve('same')).then(log('Promise.resolve(promise)'));
(async () => Promise.resolve('returned'))().then(log('return promise'));
(async () => await Promise.resolve('awaited'))().then(log('return await'));
(async () => { try { await Promise.reject('no'); } catch (error) { return error; } })().then(log('caught'));
Promise.reject('f').finally(() => {}).catch(log('finally'));
Promise.all([1, Promise.resolve(2)]).then(log('all'));
Promise.race([Promise.resolve('r')]).then(log('race'));
Promise.any([Promise.reject(1), 2]).then(log('any'));
Promise.allSettled([1]).then(log('allSettled'));
(async () => { for await (const x of [1, Promise.resolve(2)]) console.log('for await', x); })();
(async function* () { yield 1; })().next().then(log('generator'));
let ticks = Promise.resolve();
for (let i = 1; i <= 8; i++) ticks = ticks.then(() => console.log('--', i));
// expect: Promise.resolve(promise) same
// expect: -- 1
// expect: resolve(thenable) thenable
// expect: return await awaited
// expect: caught no
// expect: all [ 1, 2 ]
// expect: race r
// expect: any 2
// expect: allSettled [ { status: 'fulfilled', value: 1 } ]
// expect: for await 1
// expect: generator { value: 1, done: false }
// expect: -- 2
// expect: resolve(promise) inner
// expect: return promise returned
// expect: -- 3
// expect: finally f
// expect: for await 2
// expect: -- 4
// expect: -- 5
// expect: -- 6
// expect: -- 7
// expect: -- 8
