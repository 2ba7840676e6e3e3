// then() passes values and errors on, past handlers that are not there.
Promise.resolve(1).then(undefined, () => 0).then((v) => console.log('value', v));
Promise.reject(new Error('no')).then((v) => v).catch((e) => console.log('caught', e.message));
Promise.resolve(2).then((v) => { throw v + 1; }).catch((v) => console.log('thrown', v));
Promise.resolve(4).finally(() => 5).then((v) => console.log('finally keeps', v));
Promise.resolve(4).finally(() => { throw 6; }).catch((v) => console.log('finally throws', v));
Promise.reject(7).finally(() => Promise.resolve()).catch((v) => console.log('reason', v));
const self = new Promise((resolve) => queueMicrotask(() => resolve(self)));
self.catch((e) => console.log(String(e)));
// expect: value 1
// expect: caught no
// expect: thrown 3
// expect: finally throws 6
// expect: TypeError: Chaining cycle detected for promise #<Promise>
// expect: finally keeps 4
// expect: reason 7
