// fs.readFileSync(0) reads standard input, without a grant, to its end.
// flags: --stdin tests/host/fixtures/input.txt
const fs = require('fs');
const first = Buffer.alloc(3);
console.log(fs.readSync(0, first), first.toString()); // expect: 3 1 2
const text = fs.readFileSync(0, 'utf8');
console.log(text.trim().split(/\s+/).map(Number)); // expect: [ 3, 4, 5 ]
console.log(fs.readFileSync(0).length); // expect: 0
