let n = 5;
const double = (value) => value * 2;
console.log(double(n));
