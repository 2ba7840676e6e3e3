// flags: --host browser
// requestIdleCallback: when nothing else is ready, or its timeout is over.
let rounds = 0;
requestIdleCallback((deadline) => {
  console.log('idle', deadline.didTimeout, deadline.timeRemaining() >= 0, rounds);
});
const never = requestIdleCallback(() => console.log('never'));
cancelIdleCallback(never);
setTimeout(function again() { if (++rounds < 3) setTimeout(again); });
queueMicrotask(() => console.log('microtask'));
// expect: microtask
// expect: idle false true 3
