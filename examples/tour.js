// A tour of a program's memory: run it, then look at every moment of it.

// Numbers live in their slots; objects live on the heap.
let meaningOfLife = 42;

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  plus(other) {
    return new Point(this.x + other.x, this.y + other.y);
  }
}

// Objects built the same way share a Shape.
const path = [];
for (let i = 0; i < 5; i++) path.push(new Point(i, i * i));

// The cache at `p.x` learns that Shape once and finds it every time.
function width(points) {
  let least = Infinity;
  let most = -Infinity;
  for (const p of points) {
    if (p.x < least) least = p.x;
    if (p.x > most) most = p.x;
  }
  return most - least;
}

// A variable that a closure uses lives in an environment on the heap.
function makeCounter() {
  let count = 0;
  return () => ++count;
}
const next = makeCounter();
next();
next();

// A literal starts at the Shape of its keys; properties added later make
// transitions.
const user = { name: 'Ada', born: 1815 };
user.friend = { name: 'Charles', friend: user };

// Garbage: a hundred short-lived points, then a collection.
let sum = new Point(0, 0);
for (let i = 0; i < 100; i++) sum = sum.plus(path[i % path.length]);
gc();

console.log('width', width(path));
console.log('count', next());
console.log('sum', sum.x, sum.y);
console.log('meaning', meaningOfLife, user.friend.friend.name);
