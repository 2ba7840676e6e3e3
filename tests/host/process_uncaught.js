// Listeners of the process get what nobody caught.
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
process.on('unhandledRejection', (reason) => console.log('unhandled', reason));
setTimeout(() => console.log('goes on'), 300);
Promise.reject(5);
setTimeout(() => { throw new Error('in a timer'); }, 1);
process.nextTick(() => { throw new Error('in a tick'); });
// expect: uncaught in a tick
// expect: unhandled 5
// expect: uncaught in a timer
// expect: goes on
