let a = { name: 'lost' };
let b = { name: 'lost', a };
a.b = b;
a = null;
b = null;
gc();
