// A module that awaits what never comes ends the program.
// exit: 13
console.log('before'); // expect: before
await new Promise(() => {});
console.log('never');
// expect-error: unsettled top-level await
