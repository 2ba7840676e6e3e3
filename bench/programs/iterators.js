// for-of over iterators of one's own, over strings, Maps and entries.
class Range {
  constructor(from, to) {
    this.from = from;
    this.to = to;
  }
  [Symbol.iterator]() {
    let at = this.from;
    const { to } = this;
    return {
      next: () => (at < to
        ? { value: at++, done: false }
        : { value: undefined, done: true }),
    };
  }
}

class List {
  constructor() {
    this.head = null;
    this.length = 0;
  }
  push(value) {
    this.head = { value, next: this.head };
    this.length++;
  }
  [Symbol.iterator]() {
    return new ListIterator(this.head);
  }
}

class ListIterator {
  constructor(node) {
    this.node = node;
  }
  next() {
    const { node } = this;
    if (node === null) return { value: undefined, done: true };
    this.node = node.next;
    return { value: node.value, done: false };
  }
}

function run(rounds) {
  let sum = 0;
  const list = new List();
  for (const i of new Range(0, 1000)) list.push(i);
  const names = new Map([['one', 1], ['two', 2], ['three', 3]]);
  for (let round = 0; round < rounds; round++) {
    for (const i of new Range(0, 500)) sum += i;
    for (const value of list) {
      if (value < 100) break;
      sum += value;
    }
    for (const letter of 'the quick brown fox') if (letter === 'o') sum++;
    for (const [name, value] of names) sum += name.length * value;
    for (const [index, value] of [3, 1, 4, 1, 5].entries()) {
      sum += index * value;
    }
    sum += Math.max(...new Range(0, 10));
    sum %= 1000003;
  }
  return sum;
}

console.log(run(2500));
