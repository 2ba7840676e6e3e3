// The functions are kept, for the page that is shown: it has ten rows.
const shares = [];
const ROWS = 10;

function sumOf(rows) {
  return rows.reduce((sum, value) => sum + value, 0);
}

function makeShare(rows) {
  const sum = sumOf(rows);
  return (value) => value / sum;
}

export function summarise(n) {
  const share = makeShare(new Array(1_000).fill(n + 1));
  shares[n % ROWS] = share;
  return share(500 * (n + 1));
}

export const latest = (n) => shares[n % ROWS];
