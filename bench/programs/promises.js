// Promises, async functions and async generators: jobs and nothing else.
async function add(a, b) {
  return a + b;
}

async function* count(to) {
  for (let i = 0; i < to; i++) yield i;
}

async function awaiting() {
  let sum = 0;
  for (let i = 0; i < 200000; i++) sum = await add(sum, i);
  return sum;
}

async function iterating() {
  let sum = 0;
  for await (const n of count(60000)) sum += n;
  return sum;
}

function chaining() {
  let promise = Promise.resolve(0);
  for (let i = 0; i < 100000; i++) promise = promise.then((n) => n + i);
  return promise;
}

async function gathering() {
  let sum = 0;
  for (let i = 0; i < 1000; i++) {
    const parts = Array.from({ length: 50 }, (_, n) => add(n, i));
    for (const n of await Promise.all(parts)) sum += n;
  }
  return sum;
}

async function main() {
  const results = [];
  for (const work of [awaiting, iterating, chaining, gathering]) {
    results.push(await work());
  }
  console.log(results.join(' '));
}

main();
