// flags: --host browser
// requestAnimationFrame: all callbacks of a frame have its time; those that
// they request are for the next, a sixtieth of a second later.
const times = [];
requestAnimationFrame((time) => {
  times.push(time);
  console.log('a');
  queueMicrotask(() => console.log('job of a'));
  requestAnimationFrame((next) => {
    console.log('next', Math.round((next - time) * 100) / 100);
  });
  cancelAnimationFrame(never);
});
requestAnimationFrame((time) => {
  times.push(time);
  console.log('b', times[0] === times[1], time <= performance.now());
});
const never = requestAnimationFrame(() => console.log('never'));
const alsoNever = requestAnimationFrame(() => console.log('never'));
cancelAnimationFrame(alsoNever);
requestIdleCallback((deadline) => {
  console.log('idle', deadline.didTimeout, deadline.timeRemaining() > 0);
});
// expect: idle false true
// expect: a
// expect: job of a
// expect: b true true
// expect: next 16.67
