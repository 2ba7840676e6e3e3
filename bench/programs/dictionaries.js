// Objects as dictionaries: computed keys, `in`, delete, for-in, Object.keys.
function build(count) {
  const table = {};
  for (let i = 0; i < count; i++) table['key' + ((i * 7919) % count)] = i;
  return table;
}

function churn(table, count) {
  let hits = 0;
  for (let i = 0; i < count; i++) {
    const key = 'key' + ((i * 31) % (count * 2));
    if (key in table) {
      hits += table[key] & 1;
      if (i % 3 === 0) delete table[key];
    } else if (i % 2 === 0) table[key] = i;
  }
  return hits;
}

function summarise(table) {
  let sum = 0;
  for (const key in table) sum = (sum + table[key] + key.length) % 1000003;
  const keys = Object.keys(table);
  return `${keys.length} ${sum} ${keys[0]} ${keys[keys.length - 1]}`;
}

let line = '';
for (let round = 0; round < 32; round++) {
  const table = build(20000);
  const hits = churn(table, 20000);
  line = `${hits} ${summarise(table)}`;
}
console.log(line);
