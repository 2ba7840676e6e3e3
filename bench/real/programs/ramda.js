// ramda runs examples of its documentation.
'use strict';
const R = require('ramda');
console.log(R.pipe(R.map(R.inc), R.filter((n) => n % 2 === 0), R.sum)(R.range(0, 20)));
console.log(R.groupBy((n) => (n > 3 ? 'big' : 'small'))([1, 5, 3, 4]), R.zip([1, 2], ['a', 'b']), R.transpose([[1, 'a'], [2, 'b']]));
console.log(R.evolve({ a: R.inc, b: { c: R.toUpper } }, { a: 1, b: { c: 'x' }, d: 2 }), R.path(['a', 0, 'b'], { a: [{ b: 4 }] }));
console.log(R.over(R.lensPath(['x', 'y']), R.negate, { x: { y: 4 } }), R.mergeDeepRight({ a: { b: 1 } }, { a: { c: 2 } }));
console.log(R.sortWith([R.descend(R.prop('age')), R.ascend(R.prop('name'))], [{ name: 'b', age: 1 }, { name: 'a', age: 1 }, { name: 'c', age: 2 }]));
console.log(R.transduce(R.compose(R.map(R.add(1)), R.take(3)), R.flip(R.append), [], [1, 2, 3, 4, 5]), R.toString({ a: [1, 'x', new Date(0)] }));
console.log(R.equals({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }), R.curry((a, b, c) => a + b + c)(1)(2, 3), R.type(/x/), R.uniqBy(Math.abs, [1, -1, 2]));
console.log(R.cond([[R.equals(0), R.always('zero')], [R.T, (n) => `n${n}`]])(5), R.splitEvery(3, 'abcdefgh'), R.invert({ a: 'x', b: 'x' }), R.match(/([a-z]a)/g, 'bananas'));
