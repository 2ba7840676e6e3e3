// A captured variable lives in an environment on the heap.
function makeCounter() {
  let count = 0; // captured: in an environment
  let label = 'not captured'; // in the frame
  return function increment() {
    count = count + 1;
    return count;
  };
}

let next = makeCounter();
next();
console.log(next());
