// A module may return at its top level, and what it throws is shown.
console.log(typeof module); // expect: object
if (module.exports) return;
console.log('not reached');
