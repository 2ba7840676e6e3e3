// Inside of a with, the properties of its object come before variables.
var x = 'outer x', z = 'outer z';
const object = { x: 1, y: 2, f() { return this === object; } };
with (object) {
  console.log(x, y, z); // expect: 1 2 outer z
  x = 5;
  z = 'changed';
  var y = 7; // assigns to the property
  console.log(f(), f`tag`, f(...[])); // expect: true true true
  console.log(typeof y, typeof nowhere, delete y, typeof y); // expect: number undefined true undefined
}
console.log(object.x, 'y' in object, z, y); // expect: 5 false changed undefined

function local(a) {
  var b = 1;
  with (a) {
    b += 10;
    b++;
    [c] = ['array'];
    ({ p: d = 'default' } = {});
    for (e of ['of']);
    for (var i in { key: 1 });
  }
  return b;
}
const target = { c: 0, d: 0, e: 0, i: 0 };
console.log(local(target)); // expect: 12
console.log(target); // expect: { c: 'array', d: 'default', e: 'of', i: 'key' }
console.log(local({ b: 5, c: 0, d: 0, e: 0 })); // expect: 1

// closures keep the object
const readers = [];
for (const name of ['first', 'second']) with ({ name }) readers.push(() => name);
console.log(readers[0](), readers[1]()); // expect: first second
const later = {};
with (later) var ask = () => typeof added;
console.log(ask(), (later.added = 1, ask())); // expect: undefined number

// nested, over primitives, and nothing
with ({ a: 1 }) with ({ b: 2 }) console.log(a + b); // expect: 3
with ('text') console.log(length); // expect: 4
for (const nothing of [null, undefined]) {
  try {
    with (nothing) console.log('never');
  } catch (error) {
    console.log(error.message); // expect: Cannot convert undefined or null to object
  }
}
// expect: Cannot convert undefined or null to object
