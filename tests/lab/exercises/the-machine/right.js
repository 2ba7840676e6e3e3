console.log('A');
queueMicrotask(() => console.log('C'));
setTimeout(() => console.log('B'), 0);
console.log('D');
