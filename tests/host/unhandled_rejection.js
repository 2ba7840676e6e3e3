// A rejection that nobody handles ends the program with an error, once all
// jobs have run.
Promise.reject(new Error('handled later')).catch(() => console.log('handled')); // expect: handled
const p = Promise.reject(1);
queueMicrotask(() => p.catch(() => console.log('in time')));
Promise.reject(new TypeError('unhandled')); // expect-error: TypeError: unhandled
Promise.reject(5);
queueMicrotask(() => console.log('jobs run before')); // expect: jobs run before
// expect: in time
// expect-error: unhandled_rejection.js:6:16
// exit: 1
