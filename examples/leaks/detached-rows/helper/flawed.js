document.body.innerHTML = '<table><tbody id="rows"></tbody></table>';
const rows = document.getElementById('rows');

// What can be taken back, the newest last.
class Undo {
  steps = [];
  push(back) {
    this.steps.push(back);
  }
  pop() {
    return this.steps.pop()?.();
  }
}

const undoing = new Undo();

function makeRow(n) {
  const row = document.createElement('tr');
  row.innerHTML = `<td>${n}</td><td>item ${n}</td><td><button>x</button></td>`;
  row.dataset.id = n;
  row.querySelector('button').addEventListener('click', () => remove(row));
  return row;
}

const put = (row, at) => rows.insertBefore(row, rows.children[at] ?? null);

export function add(n) {
  return rows.appendChild(makeRow(n));
}

export function remove(row) {
  const at = Array.from(rows.children).indexOf(row);
  undoing.push(() => put(row, at));
  row.remove();
}

export const undo = () => undoing.pop();
export const count = () => rows.children.length;

// Somebody adds a row and clicks on its button.
export function removeOne(n) {
  const row = add(n);
  row.querySelector('button').click();
  return count();
}
