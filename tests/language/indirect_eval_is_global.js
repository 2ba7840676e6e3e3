// eval called by any other name runs global code.
var where = 'global';
const indirect = eval;
(function () {
  var where = 'local';
  console.log(indirect('where'), (0, eval)('where'), eval('where'));
  // expect: global global local
  console.log(eval?.('where'), globalThis.eval('where')); // expect: global global
  indirect('var fresh = 1; function made() {}');
})();
console.log(fresh, typeof made); // expect: 1 function
console.log(delete fresh, typeof fresh); // expect: true undefined
console.log(indirect('let own = 1; own'), typeof own); // expect: 1 undefined
console.log(indirect('this') === globalThis); // expect: true
console.log(indirect('"use strict"; var hidden = 1; hidden'), typeof hidden);
// expect: 1 undefined
console.log([1, 2].map(indirect).join()); // expect: 1,2
(function (eval) {
  console.log(eval('1 + 1')); // expect: own eval of 1 + 1
})((text) => `own eval of ${text}`);
Object.defineProperty(globalThis, 'constant', { value: 1 });
try {
  indirect('function constant() {}');
} catch (error) {
  console.log(error.name); // expect: TypeError
}
