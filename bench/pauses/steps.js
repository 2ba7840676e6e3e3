// A million linked objects stay alive, and cyclic garbage is made in 4,000
// steps, each of which is timed by the program itself: so any engine can run it,
// and what a collector takes is seen in the steps it falls in. Printed are
// milliseconds: the middle step, 99.9% of steps, the longest, and all of them.
let head = null;
for (let i = 0; i < 1_000_000; i++) head = { next: head, value: i, other: null };

const STEPS = 4000;
const times = new Float64Array(STEPS);
for (let step = 0; step < STEPS; step++) {
  const begin = performance.now();
  for (let i = 0; i < 1000; i++) {
    const a = { partner: null, step };
    const b = { partner: a, step };
    a.partner = b;
  }
  times[step] = performance.now() - begin;
}

let count = 0;
for (let node = head; node; node = node.next) count++;
if (count !== 1_000_000) throw new Error(`${count} are left`);
const total = times.reduce((sum, time) => sum + time, 0);
times.sort();
console.log([times[STEPS / 2], times[STEPS - 5], times[STEPS - 1], total]
  .map((time) => time.toFixed(3)).join(' '));
