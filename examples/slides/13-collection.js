// What a collection keeps, and what it frees.
let A = { value: 1 };
let B = { value: 2 };
A.B = B;
A.C = { value: 3 };
B.D = { value: 4 };
A.C.E = { value: 5 };
gc();
delete A.B;
gc(); // frees nothing of these: the variable B still holds it
let afterDelete = A.C.value;
B = null;
gc(); // now B's object and D are freed
console.log(A.C.E.value, afterDelete);
