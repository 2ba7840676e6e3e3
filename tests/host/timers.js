// The event loop: ticks, then jobs, then timers in the order in which they are
// due.
setTimeout((a, b) => console.log('timer', a, b), 900, 'x', 1);
setTimeout(() => console.log('earlier'), 1);
const cleared = setTimeout(() => console.log('never'), 5);
clearTimeout(cleared);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('job'));
let rounds = 0;
const interval = setInterval(() => {
  console.log('round', ++rounds);
  if (rounds === 2) clearInterval(interval);
}, 40);
setTimeout(() => {}, 1e6).unref();
console.log('main', cleared.hasRef(), typeof +interval);
process.on('exit', () => console.log('exit'));
// expect: main true number
// expect: tick
// expect: job
// expect: earlier
// expect: round 1
// expect: round 2
// expect: timer x 1
// expect: exit
