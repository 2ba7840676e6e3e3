document.body.innerHTML = '<table><tbody id="rows"></tbody></table>';
const rows = document.getElementById('rows');

// What was removed, the newest last: for undo.
const removed = [];

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
  removed.push({ row, at });
  row.remove();
}

export function undo() {
  const last = removed.pop();
  if (last) rows.insertBefore(last.row, rows.children[last.at] ?? null);
  return last?.row;
}

export const count = () => rows.children.length;

// Somebody adds a row and clicks on its button.
export function removeOne(n) {
  const row = add(n);
  row.querySelector('button').click();
  return count();
}
