// flags: --host browser
// stress: skip its timers are milliseconds apart, and time is real
// A browser's timers are numbers; its delays are clamped to 4 ms from the sixth
// on that timers have set; texts are scripts.
const first = setTimeout(() => {}, 0);
const second = setInterval(() => {}, 5);
console.log(typeof first, second - first);
clearTimeout(second);
clearInterval(first);
globalThis.word = 'text';
setTimeout('console.log("script", word)');
let depth = 0;
let last = performance.now();
const gaps = [];
setTimeout(function nest() {
  const now = performance.now();
  gaps.push(now - last >= 4 ? 'clamped' : 'free');
  last = now;
  if (++depth < 9) setTimeout(nest, 0);
  else console.log(gaps.slice(6).join(' '));
}, 0);
setTimeout((...args) => console.log(args.join(), this === globalThis), -5, 1, 2);
let rounds = 0;
const interval = setInterval(() => {
  if (++rounds === 3) clearInterval(interval);
  console.log('round', rounds);
}, 200);
// expect: number 1
// expect: script text
// expect: 1,2 true
// expect: clamped clamped clamped
// expect: round 1
// expect: round 2
// expect: round 3
