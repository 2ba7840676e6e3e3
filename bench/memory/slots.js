// The array alone: what pairs.js is compared with.
const list = [];
for (let i = 0; i < 2000000; i++) list.push(i);
console.log(list.length);
