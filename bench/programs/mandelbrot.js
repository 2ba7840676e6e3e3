// The Mandelbrot set: a tight loop of floating point in local variables.
function escapesAfter(cr, ci, limit) {
  let zr = 0;
  let zi = 0;
  let n = 0;
  while (n < limit) {
    const rr = zr * zr;
    const ii = zi * zi;
    if (rr + ii > 4) break;
    zi = 2 * zr * zi + ci;
    zr = rr - ii + cr;
    n++;
  }
  return n;
}

let checksum = 0;
const size = 260;
for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) {
    const n = escapesAfter((x / size) * 3 - 2, (y / size) * 2 - 1, 200);
    checksum = (checksum * 31 + n) % 1000000007;
  }
}
console.log(checksum);
