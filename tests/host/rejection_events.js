// stress: skip its timers are milliseconds apart, and time is real
// unhandledRejection and rejectionHandled: behind all jobs, and once each.
process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason, promise instanceof Promise);
  if (reason === 'late') setTimeout(() => promise.catch((error) => console.log('caught', error)), 100);
});
process.on('rejectionHandled', (promise) => console.log('handled', promise === late));
const late = Promise.reject('late');
Promise.reject('never');
const inTime = Promise.reject('in time');
Promise.resolve().then(() => Promise.resolve()).then(() => inTime.catch((error) => console.log('caught', error)));
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
console.log('main');
// expect: main
// expect: tick
// expect: caught in time
// expect: unhandled late true
// expect: unhandled never true
// expect: immediate
// expect: caught late
// expect: handled true
