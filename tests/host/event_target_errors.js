// What throws in a listener does not stop the others: it is thrown when the
// running code has ended, as in Node.
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
const target = new EventTarget();
target.addEventListener('x', () => { throw new Error('one'); });
target.addEventListener('x', () => { throw new Error('two'); });
target.addEventListener('x', () => console.log('three'));
console.log(target.dispatchEvent(new Event('x')));
Promise.resolve().then(() => console.log('job'));
console.log('end');

for (const wrong of [
  () => new Event(), () => Event('x'), () => new EventTarget().dispatchEvent({}),
  () => target.addEventListener('x', 5), () => target.addEventListener('x'),
  () => EventTarget.prototype.addEventListener.call({}, 'x', () => {}),
  () => target.addEventListener('x', () => {}, { signal: {} }),
  () => new AbortSignal(), () => AbortSignal.any([5]),
]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.code, error.message);
  }
}
// expect: three
// expect: true
// expect: end
// expect: ERR_MISSING_ARGS The "type" argument must be specified
// expect: undefined Class constructor Event cannot be invoked without 'new'
// expect: ERR_INVALID_ARG_TYPE The "event" argument must be an instance of Event. Received an instance of Object
// expect: ERR_INVALID_ARG_TYPE The "listener" argument must be an instance of EventListener. Received type number (5)
// expect: ERR_MISSING_ARGS The "type" and "listener" arguments must be specified
// expect: ERR_INVALID_THIS Value of "this" must be of type EventTarget
// expect: ERR_INVALID_ARG_TYPE The "options.signal" property must be an instance of AbortSignal. Received an instance of Object
// expect: ERR_ILLEGAL_CONSTRUCTOR Illegal constructor
// expect: ERR_INVALID_ARG_TYPE The "signals[0]" argument must be an instance of AbortSignal. Received type number (5)
// expect: uncaught one
// expect: uncaught two
// expect: job
