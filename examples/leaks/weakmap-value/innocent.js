// Marks of the nodes on screen. A mark knows its node, and so it looks as if
// the table kept every node alive.
const marks = new WeakMap();

class Node {
  constructor(name) {
    this.name = name;
    this.points = new Array(20).fill(0);
  }
}

export function markOf(node) {
  return marks.get(node);
}

export function draw(n) {
  const node = new Node(`node-${n}`);
  marks.set(node, { node, x: 10 * n, y: 20 });
  return marks.get(node).x;
}
