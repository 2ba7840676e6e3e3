let a = { name: 'lost' };
let b = { name: 'lost', a };
a = null;
b = null;
gc();
