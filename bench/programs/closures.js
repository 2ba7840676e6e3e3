// Closures: counters that share a variable, composition, currying, memos.
function makeCounter(start, step) {
  let count = start;
  return {
    next: () => (count += step),
    reset: (to) => {
      count = to;
    },
    value: () => count,
  };
}

const compose = (...steps) => (value) =>
  steps.reduce((result, step) => step(result), value);
const curry = (f) => (a) => (b) => (c) => f(a, b, c);

function memoize(f) {
  const known = [];
  return (n) => {
    if (known[n] === undefined) known[n] = f(n);
    return known[n];
  };
}

function counters(rounds) {
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const counter = makeCounter(i, 3);
    counter.next();
    counter.next();
    if (i % 5 === 0) counter.reset(1);
    total = (total + counter.value()) % 1000003;
  }
  return total;
}

function pipelines(rounds) {
  const addThen = curry((a, b, c) => (a + b) * c);
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const work = compose((x) => x + i, (x) => x * 3, (x) => x % 1009);
    total = (total + work(i) + addThen(i)(1)(2)) % 1000003;
  }
  return total;
}

function memos(rounds) {
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const ways = memoize((n) =>
      n < 3 ? n : (ways(n - 1) + ways(n - 2)) % 9973);
    total += ways(60);
  }
  return total;
}

console.log(counters(500000), pipelines(200000), memos(8000));
