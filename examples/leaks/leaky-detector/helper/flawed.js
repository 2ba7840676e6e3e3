// Widgets are only referred to weakly: this cannot keep them alive.
class Detector {
  notes = [];

  note(widget, kind) {
    const reference = new WeakRef(widget);
    const label = () => `${kind} ${widget.id}`;
    this.notes.push({ kind, reference, label, madeBy: new Error('made here') });
  }

  alive() {
    return this.notes.filter(({ reference }) => reference.deref());
  }
}

const detector = new Detector();

function track(widget, kind) {
  detector.note(widget, kind);
  return widget;
}

// Kinds of widgets that still live, with how many there are.
export function survivors() {
  const counts = {};
  for (const { kind } of detector.alive()) {
    counts[kind] = (counts[kind] ?? 0) + 1;
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
