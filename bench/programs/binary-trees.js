// Allocation and collection: many short-lived trees beside a long-lived one.
class Node {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }
  count() {
    return this.left === null ? 1 : 1 + this.left.count() + this.right.count();
  }
}

function tree(depth) {
  return depth === 0
    ? new Node(null, null)
    : new Node(tree(depth - 1), tree(depth - 1));
}

const DEEPEST = 14;
const lines = [];
const kept = tree(DEEPEST);
for (let depth = 4; depth <= DEEPEST; depth += 2) {
  const rounds = 1 << (DEEPEST - depth + 3);
  let nodes = 0;
  for (let i = 0; i < rounds; i++) nodes += tree(depth).count();
  lines.push(`${rounds} of ${depth}: ${nodes}`);
}
console.log(lines.join(', '), kept.count());
