// Nested, shared and circular references; a cycle that nothing reaches.
let shared = { name: 'shared' };
let left = { child: shared };
let right = { child: shared };
let circle = { name: 'circle' };
circle.self = circle;

function makeCycle() {
  let first = { name: 'first' };
  let second = { name: 'second' };
  first.other = second;
  second.other = first;
}

makeCycle();
gc(); // the cycle is freed: nothing reaches it
console.log(left.child === right.child, circle.self.name);
