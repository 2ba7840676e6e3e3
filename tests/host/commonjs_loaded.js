// A module is loaded when its text has run.
console.log(module.loaded, require.main === module); // expect: false true
setTimeout(() => console.log(module.loaded)); // expect: true
