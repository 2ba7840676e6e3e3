// AbortSignal: reasons, timeouts, any, and listeners that a signal removes.
const controller = new AbortController();
const { signal } = controller;
console.log(signal.aborted, signal.reason, controller.signal === signal); // expect: false undefined true
const target = new EventTarget();
target.addEventListener('x', () => console.log('x'), { signal });
target.addEventListener('x', () => console.log('y'), { signal: AbortSignal.any([signal]) });
target.dispatchEvent(new Event('x'));
// expect: x
// expect: y
signal.onabort = function (event) { console.log('handler', this === signal, event.type, event.isTrusted); };
signal.addEventListener('abort', () => console.log('listener'));
const both = AbortSignal.any([new AbortController().signal, signal]);
both.addEventListener('abort', () => console.log('any', both.reason));
const chained = AbortSignal.any([both]);
chained.addEventListener('abort', () => console.log('chained', chained.aborted));
controller.abort('why');
// expect: handler true abort true
// expect: listener
// expect: any why
// expect: chained true
controller.abort('again');
target.dispatchEvent(new Event('x'));
console.log(signal.reason); // expect: why
try {
  signal.throwIfAborted();
} catch (reason) {
  console.log('thrown', reason); // expect: thrown why
}
console.log(AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason); // expect: 1
const plain = AbortSignal.abort();
console.log(plain.reason.name, plain.reason.message, plain.reason instanceof DOMException);
// expect: AbortError This operation was aborted true
const late = AbortSignal.timeout(20);
late.addEventListener('abort', () => console.log(late.reason.name, late.reason.message));
setTimeout(() => console.log('end'), 40);
// expect: TimeoutError The operation was aborted due to timeout
// expect: end
