// How many jobs each kind of await and return takes.
const log = [];
const say = (text) => () => log.push(text);
const ticks = (name, n) => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(say(name + i)); return p; };
async function value() { await 1; log.push('await value'); }
async function promise() { await Promise.resolve(); log.push('await promise'); }
async function thenable() { await { then(r) { r(); } }; log.push('await thenable'); }
async function returnsPromise() { return Promise.resolve(); }
async function returnsValue() { return 1; }
async function returnsAwait() { return await Promise.resolve(); }
ticks('t', 6);
value(); promise(); thenable();
returnsPromise().then(say('returned promise'));
returnsValue().then(say('returned value'));
returnsAwait().then(say('returned await'));
ticks('u', 6).then(() => console.log(log.join('\n')));
// expect: t1
// expect: await value
// expect: await promise
// expect: returned value
// expect: u1
// expect: t2
// expect: await thenable
// expect: returned await
// expect: u2
// expect: t3
// expect: returned promise
// expect: u3
// expect: t4
// expect: u4
// expect: t5
// expect: u5
// expect: t6
// expect: u6
