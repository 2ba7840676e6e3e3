// Edit distance: dynamic programming over two strings.
function distance(a, b) {
  let previous = [];
  let current = [];
  for (let j = 0; j <= b.length; j++) previous.push(j);
  for (let i = 1; i <= a.length; i++) {
    current[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      current[j] = Math.min(
        previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost);
    }
    const kept = previous;
    previous = current;
    current = kept;
  }
  return previous[b.length];
}

function word(seed, length) {
  let text = '';
  for (let i = 0; i < length; i++) {
    seed = (seed * 75 + 74) % 65537;
    text += String.fromCharCode(97 + (seed % 6));
  }
  return text;
}

let total = 0;
for (let i = 0; i < 300; i++) {
  total += distance(word(i + 1, 70 + (i % 20)), word(i * 3 + 2, 80));
}
console.log(total);
