// Matrices as arrays of arrays: multiplication, and Gauss's elimination.
function make(n, cell) {
  const rows = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) row.push(cell(i, j));
    rows.push(row);
  }
  return rows;
}

function multiply(a, b) {
  const n = a.length;
  const product = [];
  for (let i = 0; i < n; i++) {
    const row = a[i];
    const line = [];
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += row[k] * b[k][j];
      line.push(sum);
    }
    product.push(line);
  }
  return product;
}

function determinant(matrix) {
  const m = matrix.map((row) => row.slice());
  const n = m.length;
  let result = 1;
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let j = i + 1; j < n; j++) {
      if (Math.abs(m[j][i]) > Math.abs(m[best][i])) best = j;
    }
    if (best !== i) {
      [m[i], m[best]] = [m[best], m[i]];
      result = -result;
    }
    result *= m[i][i];
    for (let j = i + 1; j < n; j++) {
      const factor = m[j][i] / m[i][i];
      for (let k = i; k < n; k++) m[j][k] -= factor * m[i][k];
    }
  }
  return result;
}

const n = 170;
const a = make(n, (i, j) => ((i * 7 + j * 3) % 11) - 5);
const b = make(n, (i, j) => ((i * 5 + j * 13) % 17) / 16);
const c = multiply(a, b);
const d = multiply(c, a);
let trace = 0;
for (let i = 0; i < n; i++) trace += d[i][i];
const e = make(120, (i, j) => (i === j ? 2 : 1 / (i + j + 1)));
console.log(trace, determinant(e).toExponential(9));
