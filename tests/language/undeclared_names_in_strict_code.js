// In strict code an assignment to a global that was not there when it began is
// an error, even if computing the value makes it.
'use strict';
function attempt(run) {
  try {
    run();
    console.log('fine');
  } catch (error) {
    console.log(error.message);
  }
}
attempt(() => { undeclared = (globalThis.undeclared = 5); });
// expect: undeclared is not defined
attempt(() => { undeclared = (globalThis.undeclared, 6); }); // expect: fine
console.log(globalThis.undeclared); // expect: 6
attempt(() => { undeclared = (delete globalThis.undeclared, 7); });
// expect: undeclared is not defined
attempt(() => { missing += 1; }); // expect: missing is not defined
