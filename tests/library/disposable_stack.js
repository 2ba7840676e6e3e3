// DisposableStack and AsyncDisposableStack: resources as an object.
const stack = new DisposableStack();
const resource = { [Symbol.dispose]() { console.log('resource'); } };
console.log(stack.use(resource) === resource, stack.use(null)); // expect: true null
stack.defer(() => console.log('deferred'));
console.log(stack.adopt(7, (v) => console.log('adopted', v))); // expect: 7
const moved = stack.move();
console.log(stack.disposed, moved.disposed, String(moved)); // expect: true false [object DisposableStack]
try { stack.use(resource); } catch (e) { console.log(e.name, e.message); } // expect: ReferenceError Cannot add values to a disposed DisposableStack
moved.dispose();
// expect: adopted 7
// expect: deferred
// expect: resource
moved[Symbol.dispose]();
try { new DisposableStack().use({}); } catch (e) { console.log(e.name); } // expect: TypeError
const failing = new DisposableStack();
failing.defer(() => { throw 1; });
failing.defer(() => { throw 2; });
try { failing.dispose(); } catch (e) { console.log(e.name, e.error, e.suppressed); } // expect: SuppressedError 1 2
const later = new AsyncDisposableStack();
later.use({ async [Symbol.asyncDispose]() { await null; console.log('async resource'); } });
later.use(resource);
later.defer(async () => { console.log('async deferred'); throw new Error('rejected'); });
later.disposeAsync().catch((e) => console.log(e.message, later.disposed));
console.log(new SuppressedError(1, 2, "text").message, SuppressedError.length);
// expect: async deferred
// expect: text 3
// expect: resource
// expect: async resource
// expect: rejected true
