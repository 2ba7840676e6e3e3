// Arrays: length is in the Shape, items are in elements.
let one = ['a'];
let two = ['a', 'b'];
console.log(one.length, two.length);
