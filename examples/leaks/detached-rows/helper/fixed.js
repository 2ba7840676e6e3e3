document.body.innerHTML = '<table><tbody id="rows"></tbody></table>';
const rows = document.getElementById('rows');

// The last step that can be taken back: one, and what is needed to make it
// again, no nodes.
class Undo {
  step = null;
  push(step) {
    this.step = step;
  }
  pop(back) {
    const { step } = this;
    this.step = null;
    return step ? back(step) : undefined;
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
  undoing.push({ id: row.dataset.id, at });
  row.remove();
}

export const undo = () => undoing.pop(({ id, at }) => put(makeRow(id), at));
export const count = () => rows.children.length;

// Somebody adds a row and clicks on its button.
export function removeOne(n) {
  const row = add(n);
  row.querySelector('button').click();
  return count();
}
