// Two ways from the empty Shape: a tree with two branches.
let a = {};
a.x = 6;
let b = {};
b.y = 7;
console.log(a.x, b.y);
