let A = { name: 'A' };
let B = { name: 'B' };
A.B = B;
A.C = { name: 'C' };
B.D = { name: 'D' };
delete A.B;
delete B.D;
gc();
console.log(A.C.name);
