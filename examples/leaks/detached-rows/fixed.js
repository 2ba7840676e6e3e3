document.body.innerHTML = '<table><tbody id="rows"></tbody></table>';
const rows = document.getElementById('rows');

// What was removed last, for undo: one row, and as what it showed. The nodes
// go with the page's tree.
let removed = null;

function makeRow(n) {
  const row = document.createElement('tr');
  row.innerHTML = `<td>${n}</td><td>item ${n}</td><td><button>x</button></td>`;
  row.dataset.id = n;
  row.querySelector('button').addEventListener('click', () => remove(row));
  return row;
}

export function add(n) {
  return rows.appendChild(makeRow(n));
}

export function remove(row) {
  const at = Array.from(rows.children).indexOf(row);
  removed = { id: row.dataset.id, at };
  row.remove();
}

export function undo() {
  if (!removed) return undefined;
  const row = makeRow(removed.id);
  rows.insertBefore(row, rows.children[removed.at] ?? null);
  removed = null;
  return row;
}

export const count = () => rows.children.length;

// Somebody adds a row and clicks on its button.
export function removeOne(n) {
  const row = add(n);
  row.querySelector('button').click();
  return count();
}
