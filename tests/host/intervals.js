// stress: skip its timers are milliseconds apart, and time is real
// Intervals: their delay counts from the beginning of the call; one can clear
// itself, be refreshed, changed, unreferenced.
let rounds = 0;
const interval = setInterval(function (word) {
  console.log(word, ++rounds, this === interval);
  if (rounds === 3) clearInterval(interval);
}, 10, 'round');
const once = setInterval(() => {
  console.log('once', once.hasRef());
  clearTimeout(+once);
}, 15);
let thrown = 0;
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
const throwing = setInterval(() => {
  if (++thrown === 2) clearInterval(throwing);
  throw new Error(`in round ${thrown}`);
}, 100);
setInterval(() => console.log('never'), 1e6).unref();
const refreshed = setTimeout(() => console.log('refreshed'), 300);
setTimeout(() => refreshed.refresh(), 200);
setTimeout(() => console.log('before it'), 400);
// expect: round 1 true
// expect: once true
// expect: round 2 true
// expect: round 3 true
// expect: uncaught in round 1
// expect: uncaught in round 2
// expect: before it
// expect: refreshed
