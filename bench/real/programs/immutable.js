// immutable runs examples of its documentation.
'use strict';
const { Map, List, Set, OrderedMap, Record, Range, Seq, Stack, fromJS, is, Repeat } = require('immutable');
const map = Map({ a: 1, b: 2, c: 3 });
console.log(map.set('b', 50).toString(), map.get('b'), map.equals(Map({ a: 1, b: 2, c: 3 })), map.merge({ d: 4 }).toJS());
const nested = fromJS({ a: { b: { c: [3, 4, 5] } } });
console.log(nested.updateIn(['a', 'b', 'c'], (list) => list.push(6)).toString(), JSON.stringify(nested.setIn(['x', 'y'], 1)));
const list = List(Range(0, 2000));
console.log(list.size, list.filter((n) => n % 7 === 0).reduce((a, b) => a + b, 0), list.set(1500, 'x').get(1500), list.slice(5, 8).toArray());
console.log(Set([1, 2, 3]).intersect([2, 3, 4]).toString(), OrderedMap([['z', 1], ['a', 2]]).map((v) => v * 2).toString(), Stack.of('a', 'b').push('c').toString());
class Point extends Record({ x: 0, y: 0 }) { length() { return Math.hypot(this.x, this.y); } }
console.log(new Point({ x: 3, y: 4 }).length(), String(new Point({ x: 1 })), is(new Point(), new Point()));
console.log(Seq([1, 2, 3, 4]).filter((n) => n % 2).map((n) => n * n).toArray(), Repeat('x', 3).join(''), list.groupBy((n) => n % 3).map((g) => g.size).toJS());
const big = Map(Range(0, 5000).map((n) => [`key${n}`, n]));
console.log(big.size, big.get('key4321'), big.remove('key1').size, big.hashCode(), list.hashCode(), Map([[1, 'a'], ['1', 'b']]).get('1'));
console.log(map.withMutations((m) => m.set('x', 1).delete('a')).sortBy((v) => -v).keySeq().toArray(), List([3, 1, 2]).sort().toJS());
