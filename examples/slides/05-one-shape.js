// Two objects built the same way share one Shape; only values differ.
let a = { x: 5, y: 6 };
let b = { x: 7, y: 8 };
console.log(a.x + b.y);
