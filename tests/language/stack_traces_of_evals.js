// Stack traces say where an eval was called, and where in its text.
function direct() {
  eval('\n  throw new Error("in eval")');
}
function indirect() {
  [0].forEach(() => (0, eval)('throw new Error("global")'));
}
function nested() {
  eval("eval('throw new Error(3)')");
}
function made() {
  new Function('a', 'throw new Error("made")')();
}
function named() {
  eval('throw new Error("named")\n//# sourceURL=own-name.js');
}
function broken() {
  new Function('foo bar');
}
function show(run) {
  try {
    run();
  } catch (error) {
    for (const line of error.stack.split('\n').slice(0, 3))
      console.log(line.replace(/\((eval at \w+ \()?\S*\//, '($1').replace(/at \/.*\//, 'at '));
  }
}
show(direct);
// expect: Error: in eval
// expect:     at eval (eval at direct (stack_traces_of_evals.js:3:3), <anonymous>:2:9)
// expect:     at direct (stack_traces_of_evals.js:3:3)
show(made);
// expect: Error: made
// expect:     at eval (eval at made (stack_traces_of_evals.js:12:3), <anonymous>:3:7)
// expect:     at made (stack_traces_of_evals.js:12:3)
show(named);
// expect: Error: named
// expect:     at eval (own-name.js:1:7)
// expect:     at named (stack_traces_of_evals.js:15:3)
show(broken);
// expect: SyntaxError: Unexpected identifier 'bar'
// expect:     at new Function (<anonymous>)
// expect:     at broken (stack_traces_of_evals.js:18:3)
show(indirect);
// expect: Error: global
// expect:     at eval (eval at <anonymous> (stack_traces_of_evals.js:6:21), <anonymous>:1:7)
// expect:     at eval (<anonymous>)
show(nested);
// expect: Error: 3
// expect:     at eval (eval at <anonymous> (eval at nested (stack_traces_of_evals.js:9:3)), <anonymous>:1:7)
// expect:     at eval (eval at nested (stack_traces_of_evals.js:9:3), <anonymous>:1:1)
