// stress: skip its timers are milliseconds apart, and time is real
// The order of Node's event loop: ticks, then jobs, behind every callback;
// timers, then immediates; what is queued meanwhile waits for the next round.
const log = (text) => () => console.log(text);
const follow = (text) => () => {
  console.log(text);
  process.nextTick(log(`  tick of ${text}`));
  Promise.resolve().then(log(`  job of ${text}`)).then(log(`  second job of ${text}`));
  queueMicrotask(() => process.nextTick(log(`  tick of a job of ${text}`)));
};
setImmediate(follow('immediate 1'));
setImmediate(follow('immediate 2'));
setImmediate(() => {
  setImmediate(log('immediate of an immediate'));
  setTimeout(() => {
    setImmediate(log('immediate of a timer'));
    setTimeout(log('timer of a timer'), 0);
    process.nextTick(log('tick of a timer'));
  }, 100);
  setTimeout(follow('timer 1'), 100);
  setTimeout(follow('timer 2'), 100);
});
process.nextTick(follow('tick'));
Promise.resolve().then(follow('job'));
queueMicrotask(follow('microtask'));
(async () => {
  console.log('async');
  await null;
  console.log('awaited');
  await new Promise((resolve) => { process.nextTick(resolve); });
  console.log('awaited a tick');
})();
process.on('exit', log('exit'));
follow('main')();
// expect: async
// expect: main
// expect: tick
// expect:   tick of main
// expect:   tick of tick
// expect: job
// expect: microtask
// expect: awaited
// expect:   job of main
// expect:   job of tick
// expect:   job of job
// expect:   job of microtask
// expect:   second job of main
// expect:   second job of tick
// expect:   second job of job
// expect:   second job of microtask
// expect:   tick of job
// expect:   tick of microtask
// expect:   tick of a job of main
// expect:   tick of a job of tick
// expect:   tick of a job of job
// expect:   tick of a job of microtask
// expect: awaited a tick
// expect: immediate 1
// expect:   tick of immediate 1
// expect:   job of immediate 1
// expect:   second job of immediate 1
// expect:   tick of a job of immediate 1
// expect: immediate 2
// expect:   tick of immediate 2
// expect:   job of immediate 2
// expect:   second job of immediate 2
// expect:   tick of a job of immediate 2
// expect: immediate of an immediate
// expect: tick of a timer
// expect: timer 1
// expect:   tick of timer 1
// expect:   job of timer 1
// expect:   second job of timer 1
// expect:   tick of a job of timer 1
// expect: timer 2
// expect:   tick of timer 2
// expect:   job of timer 2
// expect:   second job of timer 2
// expect:   tick of a job of timer 2
// expect: immediate of a timer
// expect: timer of a timer
// expect: exit
