// Queens on a board: recursion with three arrays of what is attacked.
function place(row, size, columns, rising, falling) {
  if (row === size) return 1;
  let found = 0;
  for (let column = 0; column < size; column++) {
    const up = row + column;
    const down = row - column + size;
    if (columns[column] || rising[up] || falling[down]) continue;
    columns[column] = rising[up] = falling[down] = true;
    found += place(row + 1, size, columns, rising, falling);
    columns[column] = rising[up] = falling[down] = false;
  }
  return found;
}

function queens(size) {
  const none = (length) => new Array(length).fill(false);
  return place(0, size, none(size), none(2 * size), none(2 * size + 1));
}

let counts = [];
for (let round = 0; round < 2; round++) {
  counts = [];
  for (let size = 4; size <= 11; size++) counts.push(queens(size));
}
console.log(counts.join(' '));
