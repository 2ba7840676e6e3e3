// What the cache at `o.x` has learned after each call.
function getX(o) {
  return o.x;
}

let start = 'before any call';
getX({ x: 1 });
let one = 'after one call';
getX({ x: 2 });
let same = 'the same Shape again';
getX({ x: 3, a: 1 });
let two = 'a second Shape';
getX({ x: 4, b: 1 });
getX({ x: 5, c: 1 });
let four = 'four Shapes';
getX({ x: 6, d: 1 });
getX({ x: 7, e: 1 });
let many = 'many Shapes';
console.log(start, one, same, two, four, many);
