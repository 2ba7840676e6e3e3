// Whatever has a `then` is taken for a promise; each may settle only once.
const twice = { then(resolve, reject) { resolve('first'); reject('second'); throw 'third'; } };
Promise.resolve(twice).then(console.log); // 'first'
const late = { then(resolve) { queueMicrotask(() => resolve(twice)); } };
Promise.resolve(late).then((v) => console.log('late', v));
Promise.resolve({ get then() { throw 'getter'; } }).catch(console.log);
Promise.resolve({ then: 1 }).then((v) => console.log(v));
new Promise((resolve, reject) => { reject('kept'); resolve('not'); throw 'nor this'; }).catch(console.log);
// expect: getter
// expect: { then: 1 }
// expect: kept
// expect: first
// expect: late first
