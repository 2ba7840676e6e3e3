// Promises show their state; generators and what makes them their kind.
class Mine extends Promise {}
const circle = Promise.resolve({}); circle.then((o) => { o.self = circle; });
const rejected = Promise.reject(new RangeError('no')); rejected.catch(() => {});
const extra = Object.assign(Promise.resolve('text'), { extra: 1 });
console.log(Promise.resolve(5), new Promise(() => {}), Promise.reject(1).catch(() => {}), [Promise.resolve([1, 2])]);
console.log(extra, Mine.resolve(), Promise.resolve({ a: { b: { c: {} } } }));
queueMicrotask(() => console.log(circle));
function* g() {} async function* h() {} async function f() {}
console.log(g(), h(), g, h, f, async () => {}, { *m() {} }.m, f());
console.log(Object.create(g.prototype));
// expect: Promise { 5 } Promise { <pending> } Promise { <pending> } [ Promise { [ 1, 2 ] } ]
// expect: Promise { 'text', extra: 1 } Mine [Promise] { undefined } Promise { { a: { b: [Object] } } }
// expect: Object [Generator] {} Object [AsyncGenerator] {} [GeneratorFunction: g] [AsyncGeneratorFunction: h] [AsyncFunction: f] [AsyncFunction (anonymous)] [GeneratorFunction: m] Promise { undefined }
// expect: Object [Generator] {}
// expect: <ref *1> Promise { { self: [Circular *1] } }
