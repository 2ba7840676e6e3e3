// Collatz: parity, division, and numbers that outgrow 32 bits.
function stepsFrom(start) {
  let n = start;
  let steps = 0;
  while (n !== 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  return steps;
}

let longest = 0;
let best = 0;
let total = 0;
for (let start = 1; start < 120000; start++) {
  const steps = stepsFrom(start);
  total += steps;
  if (steps > longest) {
    longest = steps;
    best = start;
  }
}
console.log(best, longest, total);
