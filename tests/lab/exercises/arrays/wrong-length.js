const scores = [];
scores[90000] = 3;
scores[7] = 4;
scores[300] = 5;
scores.length = 90001;
let sum = 0;
let count = 0;
scores.forEach((score) => { sum += score; count++; });
console.log(count, sum);
