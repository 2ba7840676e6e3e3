console.log('A');
setTimeout(() => console.log('B'), 0);
queueMicrotask(() => console.log('D'));
setTimeout(() => console.log('C'), 0);
