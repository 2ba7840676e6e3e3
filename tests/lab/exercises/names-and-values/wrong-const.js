const n = 5;
const double = () => n * 2;
console.log(double());
