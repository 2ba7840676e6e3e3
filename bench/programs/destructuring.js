// Destructuring, defaults, rest and spread.
function normalise({ x = 0, y = 0, ...rest } = {}, [first, ...others] = []) {
  return { x, y, ...rest, first, count: others.length };
}

const swap = ([a, b]) => [b, a];
const total = (...numbers) => {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
};

function fibonacci(n) {
  let [a, b] = [0, 1];
  for (let i = 0; i < n; i++) [a, b] = [b, (a + b) % 1000007];
  return a;
}

function merge(rounds) {
  let sum = 0;
  const base = { a: 1, b: 2, c: 3 };
  for (let i = 0; i < rounds; i++) {
    const { a, b: renamed, d = 4 } = { ...base, a: i, e: [i, i + 1] };
    const [, second = 9] = [i];
    const all = [...swap([a, renamed]), d, second];
    sum = (sum + total(...all)) % 1000003;
    const { x, first, count, z } = normalise({ x: i, z: 1 }, all);
    sum += x + first + count + z;
    for (const [key, value] of Object.entries(base)) sum += key.length + value;
  }
  return sum;
}

console.log(merge(100000), fibonacci(1000000));
