// The call stack: who called whom, at its deepest and on the way back.
function one() {
  return 'one'; // the deepest moment
}

function two() {
  return one() + ' two';
}

function third() {
  return two() + ' third';
}

function run() {
  return third() + ' run';
}

console.log(run());
