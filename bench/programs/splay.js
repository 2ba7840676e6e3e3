// A splay tree that forgets its oldest keys while new ones come: pointers
// rewritten all the time, and garbage of middle age.
class Node {
  constructor(key, value) {
    this.key = key;
    this.value = value;
    this.left = null;
    this.right = null;
  }
}

class SplayTree {
  constructor() {
    this.root = null;
    this.size = 0;
  }
  // Brings the node of the key, or a neighbour of its place, to the root.
  splay(key) {
    if (this.root === null) return;
    const top = new Node(0, null);
    let left = top;
    let right = top;
    let node = this.root;
    for (;;) {
      if (key < node.key) {
        if (node.left === null) break;
        if (key < node.left.key) {
          const child = node.left;
          node.left = child.right;
          child.right = node;
          node = child;
          if (node.left === null) break;
        }
        right.left = node;
        right = node;
        node = node.left;
      } else if (key > node.key) {
        if (node.right === null) break;
        if (key > node.right.key) {
          const child = node.right;
          node.right = child.left;
          child.left = node;
          node = child;
          if (node.right === null) break;
        }
        left.right = node;
        left = node;
        node = node.right;
      } else break;
    }
    left.right = node.left;
    right.left = node.right;
    node.left = top.right;
    node.right = top.left;
    this.root = node;
  }
  insert(key, value) {
    this.splay(key);
    const old = this.root;
    if (old !== null && old.key === key) return;
    const node = new Node(key, value);
    if (old !== null) {
      if (key > old.key) {
        node.left = old;
        node.right = old.right;
        old.right = null;
      } else {
        node.right = old;
        node.left = old.left;
        old.left = null;
      }
    }
    this.root = node;
    this.size++;
  }
  remove(key) {
    this.splay(key);
    const old = this.root;
    if (old === null || old.key !== key) return null;
    if (old.left === null) this.root = old.right;
    else {
      this.root = old.left;
      this.splay(key);
      this.root.right = old.right;
    }
    this.size--;
    return old;
  }
  find(key) {
    this.splay(key);
    return this.root !== null && this.root.key === key ? this.root : null;
  }
}

let state = 49734321;
function random() {
  state = (state * 16807) % 2147483647;
  return state;
}

function payload(depth, tag) {
  return depth === 0
    ? { numbers: [0, 1, 2, 3, 4], text: 'leaf ' + tag }
    : { left: payload(depth - 1, tag), right: payload(depth - 1, tag) };
}

const tree = new SplayTree();
const order = [];
function insertOne() {
  let key = random();
  while (tree.find(key) !== null) key = random();
  tree.insert(key, payload(3, key));
  order.push(key);
}

for (let i = 0; i < 4000; i++) insertOne();
let oldest = 0;
let checksum = 0;
for (let round = 0; round < 24000; round++) {
  insertOne();
  const removed = tree.remove(order[oldest++]);
  const { text } = removed.value.left.right.left;
  checksum = (checksum + text.length + removed.key) % 1000003;
}
console.log(tree.size, checksum);
