// About a billion instructions: a small simulation with objects that last and
// are written all the time, objects that die, an array, a Map and a class.
const cache = { items: new Map(), hot: null, total: 0 };
class Body {
  constructor(id) { this.id = id; this.x = id; this.next = null; }
  move(step) { this.x = (this.x + step) & 1023; return this.x; }
}
const bodies = [];
for (let i = 0; i < 100; i++) bodies.push(new Body(i));
function round(n) {
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    const body = bodies[i];
    for (let j = 0; j < 50; j++) sum += body.move(j);
  }
  const point = { n, sum };
  if (n % 1000 === 0) cache.items.set(n / 1000, point);
  cache.total += point.sum & 1;
}
for (let n = 0; n < 12500; n++) round(n);
cache.hot = bodies[7];
console.log(cache.items.size, cache.total);
