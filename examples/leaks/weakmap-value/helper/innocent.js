// Marks of the nodes on screen. A mark knows its node, and so it looks as if
// the table kept every node alive.
class Marks {
  table = new WeakMap();
  set(node, x, y) {
    const mark = { node, x, y };
    this.table.set(node, mark);
    return mark;
  }
  get(node) {
    return this.table.get(node);
  }
}

const marks = new Marks();

function makeNode(name) {
  return { name, points: new Array(20).fill(0) };
}

export function markOf(node) {
  return marks.get(node);
}

export function draw(n) {
  const node = makeNode(`node-${n}`);
  marks.set(node, 10 * n, 20);
  return markOf(node).x;
}
