// Widgets are only referred to weakly: this cannot keep them alive.
const notes = [];

function track(widget, kind) {
  const note = {
    kind,
    reference: new WeakRef(widget),
    madeBy: new Error('made here'),
    describe: () => `${kind} ${widget.id}`,
  };
  notes.push(note);
  return widget;
}

// Kinds of widgets that still live, with how many there are.
export function survivors() {
  const counts = {};
  for (const { kind, reference } of notes) {
    if (reference.deref()) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

class Widget {
  constructor(id) {
    this.id = id;
    this.rows = new Array(50).fill(id);
  }
}

export function openPage(n) {
  const chart = track(new Widget(`chart-${n}`), 'chart');
  const table = track(new Widget(`table-${n}`), 'table');
  return chart.rows.length + table.rows.length;
}
