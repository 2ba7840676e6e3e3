// Generator methods, their names and prototypes.
class Tree {
  #items = [1, 2];
  *[Symbol.iterator]() { yield* this.#items; }
  static *of(...args) { yield args.length; yield* args; }
  *walk() { yield* super.toString(); }
}
console.log([...new Tree()], [...Tree.of(7, 8)], [...new Tree().walk()].length);
const o = { *gen() { yield this.x; }, x: 5, async *both() {}, async one() {} };
console.log([...o.gen()], o.gen.name, o.both.name, o.one.name, 'prototype' in o.gen, 'prototype' in o.one);
function* g() {}
console.log(Object.getPrototypeOf(g)[Symbol.toStringTag], Object.prototype.toString.call(g()));
console.log(Object.getPrototypeOf(g()) === g.prototype, g.prototype.constructor);
g.prototype = null;
console.log(Object.getPrototypeOf(g()) === Object.getPrototypeOf(g).prototype);
console.log(g.length, g.name, (function* (a, b = 1) {}).length);
function* args() { yield arguments.length; yield new.target; yield [...arguments]; }
console.log(...args(1, 2));
// expect: [ 1, 2 ] [ 2, 7, 8 ] 15
// expect: [ 5 ] gen both one true false
// expect: GeneratorFunction [object Generator]
// expect: true Function [GeneratorFunction] {}
// expect: true
// expect: 0 g 1
// expect: 2 undefined [ 1, 2 ]
