// What is no function is refused in Node's words, by all alike.
class Point {}
for (const set of [setTimeout, setInterval, setImmediate, queueMicrotask]) {
  try {
    set(5);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
// expect: ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type number (5)
// expect: ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type number (5)
// expect: ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type number (5)
// expect: ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type number (5)
const others = ['text', 'a text of more than twenty-five characters', null,
  undefined, new Point(), Object.create(null), [], Symbol('s'), 7n];
for (const other of others) {
  try {
    setTimeout(other);
  } catch (error) {
    console.log(error.message.replace(/.*Received/, 'Received'));
  }
}
// expect: Received type string ('text')
// expect: Received type string ('a text of more than twent...')
// expect: Received null
// expect: Received undefined
// expect: Received an instance of Point
// expect: Received [Object: null prototype] {}
// expect: Received an instance of Array
// expect: Received type symbol (Symbol(s))
// expect: Received type bigint (7n)
try {
  setTimeout();
} catch (error) {
  console.log(error.name, error.stack.split('\n')[0]);
}
// expect: TypeError TypeError [ERR_INVALID_ARG_TYPE]: The "callback" argument must be of type function. Received undefined
