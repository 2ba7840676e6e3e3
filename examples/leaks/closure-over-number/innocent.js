// The functions are kept, for the page that is shown: it has ten rows.
const shares = [];
const ROWS = 10;

export function summarise(n) {
  const rows = new Array(1_000).fill(n + 1);
  let sum = 0;
  for (const value of rows) sum += value;
  const share = (value) => value / sum;
  shares[n % ROWS] = share;
  return share(500 * (n + 1));
}

export const latest = (n) => shares[n % ROWS];
