// What learners type: loops at top level over variables of the script.
var sum = 0;
let count = 0;
const limit = 8000000;

for (let i = 0; i < limit; i++) {
  sum += i % 7;
  if (i % 3 === 0) count++;
}

var a = 0;
var b = 1;
var n = 0;
while (n < 2500000) {
  var next = (a + b) % 1000003;
  a = b;
  b = next;
  n++;
}

let mixed = 0;
for (var j = 0; j < 2500000; j++) {
  mixed = (mixed * 2 + j) & 65535;
}
console.log(sum, count, a, mixed);
