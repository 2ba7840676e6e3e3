// A throw at the deepest moment: the stack trace names every frame.
function one() {
  throw new Error('thrown in one');
}

function two() {
  return one();
}

function third() {
  return two();
}

function run() {
  return third();
}

console.log(run());
