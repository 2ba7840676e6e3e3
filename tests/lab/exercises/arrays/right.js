const scores = [];
scores.push(3);
scores.push(4);
scores.push(5);
let sum = 0;
let count = 0;
scores.forEach((score) => { sum += score; count++; });
console.log(count, sum);
