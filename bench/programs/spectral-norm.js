// The largest singular value of an endless matrix: floating point in arrays.
function cell(i, j) {
  return 1 / (((i + j) * (i + j + 1)) / 2 + i + 1);
}

function multiply(vector, result, transposed) {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) {
      sum += (transposed ? cell(j, i) : cell(i, j)) * vector[j];
    }
    result[i] = sum;
  }
}

function spectralNorm(n) {
  const u = new Array(n).fill(1);
  const v = new Array(n).fill(0);
  const w = new Array(n).fill(0);
  for (let i = 0; i < 6; i++) {
    multiply(u, w, false);
    multiply(w, v, true);
    multiply(v, w, false);
    multiply(w, u, true);
  }
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < n; i++) {
    top += u[i] * v[i];
    bottom += v[i] * v[i];
  }
  return Math.sqrt(top / bottom);
}

console.log(spectralNorm(460).toFixed(9));
