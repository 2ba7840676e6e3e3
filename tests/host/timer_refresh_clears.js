// refresh() reads _idleTimeout: a getter there may clear the timer, and what
// it returns may be no delay at all.
const timer = setTimeout(() => console.log('never'), 5);
Object.defineProperty(timer, '_idleTimeout', {
  get() {
    clearTimeout(timer);
    return 5;
  },
});
console.log(timer.refresh() === timer); // expect: true

for (const delay of [NaN, -1e300, 1e300, Infinity]) {
  const other = setTimeout(() => console.log('after', delay), 5);
  other._idleTimeout = delay;
  other.refresh();
}
// expect: after NaN
// expect: after -1e+300
// expect: after 1e+300
// expect: after Infinity
