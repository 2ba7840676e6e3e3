// A namespace is an object without prototype whose properties cannot be
// changed from outside.
import * as ns from './fixtures/modules/counter.mjs';
console.log(Object.getPrototypeOf(ns), Object.isExtensible(ns), ns[Symbol.toStringTag]); // expect: null false Module
console.log(Object.getOwnPropertyDescriptor(ns, 'count')); // expect: { value: 0, writable: true, enumerable: true, configurable: false }
for (const change of [() => { ns.count = 1; }, () => { ns.other = 1; }, () => delete ns.count]) {
  try {
    change();
  } catch (error) {
    console.log(error.message);
    // expect: Cannot assign to read only property 'count' of object '[object Module]'
    // expect: Cannot add property other, object is not extensible
    // expect: Cannot delete property 'count' of [object Module]
  }
}
console.log(Reflect.set(ns, 'count', 1), Reflect.deleteProperty(ns, 'none'), 'count' in ns); // expect: false true true
console.log(Reflect.ownKeys(ns).map(String).join()); // expect: constant,count,default,increase,Symbol(Symbol.toStringTag)
console.log(ns);
// expect: [Module: null prototype] {
// expect:   constant: 'constant',
// expect:   count: 0,
// expect:   default: [class Counter],
// expect:   increase: [Function: increase]
// expect: }
