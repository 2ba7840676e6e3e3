// What is imported runs before, each module once; import() later.
import './fixtures/modules/order-2.mjs';
import './fixtures/modules/order-1.mjs';
import './fixtures/modules/empty.mjs';
console.log('third');
const again = await import('./fixtures/modules/order-1.mjs');
console.log(Object.keys(again).length);
const { waited } = await import('./fixtures/modules/waits.mjs');
console.log(waited);
// expect: first
// expect: second
// expect: third
// expect: 0
// expect: waits
// expect: goes on
// expect: waited
