// Widgets are only referred to weakly, and what is noted of one goes with it.
class Detector {
  notes = new Set();
  gone = new FinalizationRegistry((note) => this.notes.delete(note));

  note(widget, kind) {
    const reference = new WeakRef(widget);
    const label = `${kind} ${widget.id}`;
    const { stack } = new Error('made here');
    const note = { kind, reference, label, madeBy: stack };
    this.notes.add(note);
    this.gone.register(widget, note);
  }

  alive() {
    return [...this.notes].filter(({ reference }) => reference.deref());
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
