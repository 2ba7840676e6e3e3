// Two million objects of two small numbers, kept by an array.
const list = [];
for (let i = 0; i < 2000000; i++) list.push({ a: i, b: 1 });
console.log(list.length);
