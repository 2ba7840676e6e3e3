// underscore runs examples of its documentation.
'use strict';
const _ = require('underscore');
console.log(_.map({ one: 1, two: 2, three: 3 }, (num) => num * 3), _.countBy([1, 2, 3, 4, 5], (n) => (n % 2 === 0 ? 'even' : 'odd')));
console.log(_.chain([{ name: 'curly', age: 25 }, { name: 'moe', age: 21 }]).sortBy('age').map((s) => `${s.name} is ${s.age}`).first().value());
console.log(_.template('<% _.each(people, function(name) { %> <li><%= name %></li> <% }); %><%- "<" %>')({ people: ['moe', 'curly'] }));
console.log(_.isEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), _.flatten([1, [2], [3, [[4]]]]), _.zip(['moe', 'larry'], [30, 40]), _.partition([0, 1, 2, 3], (n) => n % 2));
console.log(_.escape('Curly, Larry & Moe <'), _.pluck([{ a: 1 }, { a: 2 }], 'a'), _.invoke([[5, 1, 7], [3, 2, 1]], 'sort'), _.memoize((x) => x)(3), _.object([['a', 1]]));
