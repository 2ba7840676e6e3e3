// require: modules of CommonJS run once, export what they like, and may be
// cyclic.
const counter = require('./fixtures/commonjs/counter');
console.log(counter.count, require('./fixtures/commonjs/counter.js') === counter); // expect: 1 true
console.log(counter.parent === __filename, module.children.length); // expect: true 1
console.log(require('./fixtures/commonjs/data').list, require('./fixtures/commonjs/data.json').name); // expect: [ 1, 2 ] data
console.log(require('./fixtures/commonjs/replaced')()); // expect: a function
console.log(require('./fixtures/commonjs/folder')); // expect: the index
console.log(require('./fixtures/commonjs/cycle-a')); // expect: { early: true, sawInB: 'early' }
for (let i = 0; i < 2; i++) {
  try {
    require('./fixtures/commonjs/throws');
  } catch (error) {
    console.log(error.message);
    // expect: attempt 1
    // expect: attempt 2
  }
}
console.log(this === exports, this === module.exports, require.main === module); // expect: true true true
var local = 1;
console.log(globalThis.local, typeof require.resolve('./fixtures/commonjs/counter')); // expect: undefined string
delete require.cache[require.resolve('./fixtures/commonjs/counter')];
console.log(require('./fixtures/commonjs/counter').count); // expect: 2
try {
  require('./fixtures/absent');
} catch (error) {
  console.log(error.code, error.message.split('\n')[0]); // expect: MODULE_NOT_FOUND Cannot find module './fixtures/absent'
  console.log(error.requireStack.length); // expect: 1
}
