// process.exit ends the program after its `exit` listeners.
// exit: 3
process.on('exit', (status) => console.log('exit', status)); // expect: exit 3
setTimeout(() => console.log('never'), 0);
process.exitCode = 2;
process.exit(3);
