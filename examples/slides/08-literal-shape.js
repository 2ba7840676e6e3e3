// The same key, two Shapes: the literal's does not descend from the empty one.
let o = {};
o.x = 6;
let w = { x: 6 };
console.log(o.x === w.x);
