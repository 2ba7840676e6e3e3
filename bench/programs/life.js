// Conway's game of life on a torus: index arithmetic and array reads.
function randomField(width, height) {
  const cells = new Array(width * height).fill(0);
  let state = 99;
  for (let i = 0; i < cells.length; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    cells[i] = (state >> 16) % 3 === 0 ? 1 : 0;
  }
  return cells;
}

function step(cells, next, width, height) {
  for (let y = 0; y < height; y++) {
    const up = ((y + height - 1) % height) * width;
    const here = y * width;
    const down = ((y + 1) % height) * width;
    for (let x = 0; x < width; x++) {
      const left = x === 0 ? width - 1 : x - 1;
      const right = x === width - 1 ? 0 : x + 1;
      const around = cells[up + left] + cells[up + x] + cells[up + right] +
        cells[here + left] + cells[here + right] +
        cells[down + left] + cells[down + x] + cells[down + right];
      const stays = around === 2 && cells[here + x] === 1;
      next[here + x] = around === 3 || stays ? 1 : 0;
    }
  }
}

const width = 128;
const height = 96;
let cells = randomField(width, height);
let next = new Array(width * height).fill(0);
for (let generation = 0; generation < 180; generation++) {
  step(cells, next, width, height);
  [cells, next] = [next, cells];
}
let alive = 0;
let checksum = 0;
cells.forEach((cell, i) => {
  alive += cell;
  if (cell) checksum = (checksum * 31 + i) % 1000003;
});
console.log(alive, checksum);
