// Generators: in loops, one behind the other, and a tree that delegates.
function* range(from, to) {
  for (let i = from; i < to; i++) yield i;
}

function* filter(items, keeps) {
  for (const item of items) if (keeps(item)) yield item;
}

function* map(items, change) {
  for (const item of items) yield change(item);
}

class Tree {
  constructor(left, value, right) {
    this.left = left;
    this.value = value;
    this.right = right;
  }

  * [Symbol.iterator]() {
    if (this.left) yield* this.left;
    yield this.value;
    if (this.right) yield* this.right;
  }
}

function grow(from, to) {
  if (from >= to) return null;
  const middle = (from + to) >> 1;
  return new Tree(grow(from, middle), middle, grow(middle + 1, to));
}

let sum = 0;
for (let turn = 0; turn < 10; turn++) {
  const odd = filter(range(0, 100000), (n) => n % 2);
  for (const n of map(odd, (x) => x * 3)) sum += n;
}
const tree = grow(0, 20000);
for (let turn = 0; turn < 5; turn++) for (const value of tree) sum += value;
const numbers = range(0, 300000);
for (let step = numbers.next(); !step.done; step = numbers.next()) {
  sum += step.value;
}
console.log(sum);
