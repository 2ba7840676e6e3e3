// flags: --host browser
// stress: skip its timers are milliseconds apart, and time is real
// requestAnimationFrame: all callbacks of a frame have its time; those that
// they request are for the next, a sixtieth of a second later.
const times = [];
requestAnimationFrame((time) => {
  times.push(time);
  console.log('a');
  queueMicrotask(() => console.log('job of a'));
  requestAnimationFrame((next) => {
    const frames = Math.round((next - time) * 6) / 100;
    console.log('next', frames >= 1, Number.isInteger(frames));
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
// expect: a
// expect: job of a
// expect: b true true
// expect: next true true
