let a = { name: 'kept' };
let b = { name: 'kept', a };
a.b = b;
gc();
