// `this`, `arguments`, `new.target`, `super` and private names mean in a direct
// eval what they mean around it.
const object = { name: 'object' };
function self() {
  return eval('this.name');
}
console.log(self.call(object)); // expect: object
function count() {
  return eval('arguments.length') + eval('arguments[0]');
}
console.log(count(10, 20, 30)); // expect: 13
function mapped(a) {
  eval('arguments[0] = "changed"');
  return a;
}
console.log(mapped('first')); // expect: changed
function target() {
  return eval('new.target') === target;
}
console.log(new (function () { this.is = eval('new.target') !== undefined; })().is);
// expect: true
console.log(target()); // expect: false

class Base {
  greet() {
    return 'base';
  }
}
class Derived extends Base {
  #secret = 3;
  field = eval('this.#secret + 1');
  static label = eval('this.name');
  constructor() {
    eval('super()');
    this.made = true;
  }
  greet() {
    return eval('super.greet()') + '+derived';
  }
  reveal() {
    return eval('() => this.#secret')();
  }
}
const derived = new Derived();
console.log(derived.greet(), derived.reveal()); // expect: base+derived 3
console.log(derived.field, Derived.label, derived.made); // expect: 4 Derived true
(() => {
  console.log(eval('typeof this')); // expect: object
})();

try {
  new (class {
    x = eval('arguments');
  })();
} catch (error) {
  console.log(error.message);
  // expect: 'arguments' is not allowed in class field initializer or static initialization block
}
try {
  (0, eval)('new.target');
} catch (error) {
  console.log(error.message); // expect: new.target expression is not allowed here
}
try {
  eval('super.x');
} catch (error) {
  console.log(error.message); // expect: 'super' keyword unexpected here
}
try {
  eval('this.#x');
} catch (error) {
  console.log(error.message);
  // expect: Private field '#x' must be declared in an enclosing class
}
