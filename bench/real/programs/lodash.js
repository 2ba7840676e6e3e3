// lodash runs the examples of its documentation.
'use strict';
const _ = require('lodash');
const users = [
  { user: 'barney', age: 36, active: true },
  { user: 'fred', age: 40, active: false },
  { user: 'pebbles', age: 1, active: true },
];
console.log(_.chunk(['a', 'b', 'c', 'd'], 3), _.compact([0, 1, false, 2, '', 3]));
console.log(_.difference([2, 1], [2, 3]), _.differenceBy([2.1, 1.2], [2.3, 3.4], Math.floor));
console.log(_.groupBy([6.1, 4.2, 6.3], Math.floor), _.keyBy(users, 'user'));
console.log(_.orderBy(users, ['active', 'age'], ['asc', 'desc']));
console.log(_.map(users, 'user'), _.find(users, { age: 1, active: true }), _.filter(users, ['active', false]));
console.log(_.camelCase('Foo Bar'), _.kebabCase('fooBar'), _.snakeCase('--FOO-BAR--'), _.startCase('fooBar'), _.deburr('déjà vu'));
console.log(_.template('hello <%= user %>! <% _.forEach(l, function(x) { %><li><%- x %></li><% }) %>')({ user: 'fred', l: ['a', '<b>'] }));
console.log(_.get({ a: [{ b: { c: 3 } }] }, 'a[0].b.c'), _.set({ a: [{ b: { c: 3 } }] }, ['x', '0', 'y', 'z'], 5));
console.log(_.merge({ a: [{ b: 2 }, { d: 4 }] }, { a: [{ c: 3 }, { e: 5 }] }), _.isEqual({ a: [1, new Set([1])] }, { a: [1, new Set([1])] }));
console.log(_(users).filter('active').map('age').sum(), _.sortedUniqBy([1.1, 1.2, 2.3, 2.4], Math.floor));
console.log(_.cloneDeep({ a: new Map([[1, { b: new Date(0) }]]), r: /x/g }));
console.log(_.curry((a, b, c) => [a, b, c])(1)(2)(3), _.flow([_.add, (n) => n * n])(1, 2));
console.log(_.truncate('hi-diddly-ho there, neighborino', { length: 24, separator: /,? +/ }), _.words('fred, barney, & pebbles'));
console.log(_.range(0, -4, -1), _.zipObjectDeep(['a.b[0].c', 'a.b[1].d'], [1, 2]), _.padStart('abc', 6, '_-'));
console.log(_.reduce({ a: 1, b: 2, c: 1 }, (result, value, key) => { (result[value] || (result[value] = [])).push(key); return result; }, {}));
console.log(_.memoize((x) => x * 2)(4), _.debounce.name, _.VERSION, _.escape('fred, barney, & pebbles'), _.unescape('&amp;'));
