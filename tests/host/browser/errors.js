// flags: --host browser
// stress: skip its timers are milliseconds apart, and time is real
// An error that nobody catches is an event at the window and a line of the
// console; the program goes on.
addEventListener('error', (event) => {
  console.log(event.type, event.message, event.error?.message);
  if (event.error?.message === 'quiet') event.preventDefault();
});
addEventListener('unhandledrejection', (event) => {
  console.log(event.type, event.reason, event.promise instanceof Promise);
  if (event.reason === 'late') event.preventDefault();
});
addEventListener('rejectionhandled', (event) => console.log(event.type, event.reason));
setTimeout(() => { throw new Error('quiet'); });
setTimeout(() => { throw new TypeError('loud'); }, 100);
Promise.reject('nobody');
const late = Promise.reject('late');
setTimeout(() => {
  late.catch(() => {});
  setTimeout(() => console.log('end'), 50);
}, 150);
const target = new EventTarget();
target.addEventListener('x', () => { throw new RangeError('in a listener'); });
target.addEventListener('x', () => console.log('goes on'));
target.dispatchEvent(new Event('x'));
// expect: error Uncaught RangeError: in a listener in a listener
// expect: goes on
// expect: error Uncaught Error: quiet quiet
// expect: unhandledrejection nobody true
// expect: unhandledrejection late true
// expect: error Uncaught TypeError: loud loud
// expect: rejectionhandled late
// expect: end
// expect-error: Uncaught RangeError: in a listener
// expect-error: Uncaught (in promise) 'nobody'
// expect-error: Uncaught TypeError: loud
// exit: 1
