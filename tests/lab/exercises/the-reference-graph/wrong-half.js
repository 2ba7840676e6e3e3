let a = { name: 'a' };
let b = { name: 'b' };
let c = { name: 'c' };
a.b = b;
b.c = c;
c.a = a;
console.log(a.b.c.a === a);
a = null;
b = null;
