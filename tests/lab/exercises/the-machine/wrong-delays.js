console.log('A');
setTimeout(() => console.log('B'), 20);
setTimeout(() => console.log('C'), 10);
setTimeout(() => console.log('D'), 0);
