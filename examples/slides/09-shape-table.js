// A chain of Shapes, and the table that makes it quick to search.
let point = {};
point.x = 4;
point.y = 5;
point.z = 6;
console.log(point.z);

// Long chains get a Shape table when a key is first looked for.
let long = {};
for (let i = 0; i < 12; i++) long['key' + i] = i;
console.log(long.key3);
