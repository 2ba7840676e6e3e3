// Symbol.unscopables hides properties from with; which object has a name is
// found out before the value is computed.
var values = 'variable', hidden = 'variable';
with ([]) console.log(values, typeof concat); // expect: variable function
const object = { hidden: 'property', [Symbol.unscopables]: { hidden: true } };
with (object) {
  console.log(hidden); // expect: variable
  hidden = 'written';
  object[Symbol.unscopables].hidden = false;
  console.log(hidden); // expect: property
}
console.log(hidden, object.hidden); // expect: written property

var name = 'outside';
const box = { name: 'inside' };
with (box) name = (delete box.name, 'assigned');
console.log(box.name, name); // expect: assigned outside

// a strict function inside minds what has gone
with (box) {
  var strict = function () {
    'use strict';
    name = (delete box.name, 'lost');
  };
}
try {
  strict();
} catch (error) {
  console.log(error.message); // expect: name is not defined
}
const log = [];
const watched = new (class {
  get a() {
    log.push('get a');
    return 1;
  }
  set a(value) {
    log.push(`set a ${value}`);
  }
})();
with (watched) {
  a += 2;
  a++;
  a ||= 5;
  a &&= 6;
}
console.log(log.join(', '));
// expect: get a, set a 3, get a, set a 2, get a, get a, set a 6
