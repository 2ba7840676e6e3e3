// Pancakes: permutations of a small array, and how often its front must be
// flipped. Integer loops over array elements.
function fannkuch(n) {
  const permutation = [];
  const flipped = [];
  const counts = [];
  for (let i = 0; i < n; i++) {
    permutation.push(i);
    flipped.push(0);
    counts.push(0);
  }
  let most = 0;
  let checksum = 0;
  let even = true;
  let left = n;
  for (;;) {
    while (left !== 1) {
      counts[left - 1] = left;
      left--;
    }
    for (let i = 0; i < n; i++) flipped[i] = permutation[i];
    let flips = 0;
    for (let first = flipped[0]; first !== 0; first = flipped[0]) {
      let low = 0;
      let high = first;
      while (low < high) {
        const kept = flipped[low];
        flipped[low++] = flipped[high];
        flipped[high--] = kept;
      }
      flips++;
    }
    if (flips > most) most = flips;
    checksum += even ? flips : -flips;
    for (;;) {
      if (left === n) return `${checksum} ${most}`;
      const first = permutation[0];
      for (let i = 0; i < left; i++) permutation[i] = permutation[i + 1];
      permutation[left] = first;
      counts[left]--;
      if (counts[left] > 0) break;
      left++;
    }
    even = !even;
  }
}

console.log(fannkuch(9));
