// all, allSettled, any and race.
const later = (value, jobs) => {
  let promise = Promise.resolve();
  while (jobs--) promise = promise.then(() => {});
  return promise.then(() => value);
};
const fail = (reason, jobs) => later(0, jobs).then(() => { throw reason; });
const show = (name) => [
  (value) => console.log(name, JSON.stringify(value)),
  (reason) => console.log(name, 'rejected:', reason.errors ? reason.message + ' ' + reason.errors : reason)];
Promise.all([later('a', 3), 'b', later('c', 1)]).then(...show('all'));
Promise.all([later('a', 3), fail('x', 1), fail('y', 2)]).then(...show('all'));
Promise.all([]).then(...show('none'));
Promise.allSettled([later(1, 2), fail(2, 1)]).then(...show('settled'));
Promise.any([fail(1, 1), later('ok', 4), later('late', 9)]).then(...show('any'));
Promise.any([fail(1, 2), fail(2, 1)]).then(...show('any'));
Promise.race([later('slow', 5), fail('fast', 1)]).then(...show('race'));
Promise.all(5).catch((e) => console.log(String(e)));
// expect: none []
// expect: TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: all rejected: x
// expect: settled [{"status":"fulfilled","value":1},{"status":"rejected","reason":2}]
// expect: race rejected: fast
// expect: all ["a","b","c"]
// expect: any rejected: All promises were rejected 1,2
// expect: any "ok"
