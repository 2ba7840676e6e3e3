// Map and Set with small integers, strings and objects as keys.
function countWords(rounds) {
  const counts = new Map();
  let state = 12345;
  for (let i = 0; i < rounds; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const word = 'w' + (state >> 8) % 5000;
    counts.set(word, (counts.get(word) || 0) + 1);
  }
  let most = 0;
  for (const [, count] of counts) if (count > most) most = count;
  return counts.size * 1000 + most;
}

function visitGraph(nodes) {
  const seen = new Set();
  const waiting = [1];
  let sum = 0;
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (seen.has(node)) continue;
    seen.add(node);
    sum = (sum + node) % 1000003;
    waiting.push((node * 3 + 1) % nodes, (node * 7 + 5) % nodes);
  }
  return seen.size + sum;
}

function objectKeys(count) {
  const objects = [];
  const ranks = new Map();
  for (let i = 0; i < count; i++) {
    const object = { id: i };
    objects.push(object);
    ranks.set(object, i * 2);
  }
  let sum = 0;
  for (let i = 0; i < count; i += 3) ranks.delete(objects[i]);
  for (const object of objects) sum += ranks.get(object) ?? 1;
  ranks.forEach((rank, object) => {
    sum -= object.id;
  });
  return sum;
}

console.log(countWords(600000), visitGraph(200000), objectKeys(150000));
