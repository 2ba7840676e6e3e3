// A yield keeps everything that is half evaluated around it.
function* parts() {
  const o = { a: 1, [yield 'key']: yield 'value', ...(yield 'spread') };
  console.log(o);
  console.log(Math.max(3, yield 'argument', ...[1, yield 'in spread'], 2));
  console.log(`${'x'}-${yield 'template'}-${'y'}`);
  console.log([1, yield 'item', ...[2, 3]]);
  const { p = yield 'default' } = {};
  console.log(p, (yield 'left') + (yield 'right'), (yield 'test') ? 'yes' : 'no');
  o.a += yield 'compound';
  console.log(o.a);
  switch (yield 'switch') { case yield 'case': console.log('same'); }
  class C { [yield 'method name']() {} static s = 5; }
  console.log(Object.getOwnPropertyNames(C.prototype));
  for (let i = yield 'init'; i < (yield 'test'); i += yield 'step') console.log('turn', i);
  new Map([[yield 'in new', 1]]).forEach((v, k) => console.log(k));
}
const values = { key: 'k', value: 2, spread: { s: 3 }, argument: 9, 'in spread': 10, template: 't', item: 'i',
  default: 'd', left: 1, right: 2, test: 2, compound: 10, switch: 's', case: 's', 'method name': 'm', init: 0, step: 1, 'in new': 'n' };
const g = parts();
for (let r = g.next(); !r.done; r = g.next(values[r.value]));
// expect: { a: 1, k: 2, s: 3 }
// expect: 10
// expect: x-t-y
// expect: [ 1, 'i', 2, 3 ]
// expect: d 3 yes
// expect: 11
// expect: same
// expect: [ 'constructor', 'm' ]
// expect: turn 0
// expect: turn 1
// expect: n
