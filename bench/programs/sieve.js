// Eratosthenes: stores into one large array.
function sieve(limit) {
  const composite = [];
  for (let i = 0; i <= limit; i++) composite.push(false);
  let count = 0;
  let sum = 0;
  for (let i = 2; i <= limit; i++) {
    if (composite[i]) continue;
    count++;
    sum = (sum + i) % 1000003;
    for (let j = i * 2; j <= limit; j += i) composite[j] = true;
  }
  return `${count} ${sum}`;
}

let line = '';
for (let round = 0; round < 2; round++) line = sieve(1000000);
console.log(line);
