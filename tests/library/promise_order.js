// Jobs run after the script, in the order in which they were queued.
const say = (text) => () => console.log(text);
queueMicrotask(say('micro 1'));
Promise.resolve().then(say('a1')).then(say('a2')).then(say('a3')).then(say('a4'));
Promise.resolve().then(say('b1')).then(say('b2'));
queueMicrotask(say('micro 2'));
// resolving with a promise takes two jobs more
new Promise((resolve) => resolve(Promise.resolve())).then(say('c1'));
console.log('script');
// expect: script
// expect: micro 1
// expect: a1
// expect: b1
// expect: micro 2
// expect: a2
// expect: b2
// expect: a3
// expect: c1
// expect: a4
