// Events and abort signals, as in browsers and Node.
const target = new EventTarget();
target.addEventListener('x', (event) => console.log(event.type, event.target === target), { once: true });
console.log(target.dispatchEvent(new Event('x')), target.dispatchEvent(new Event('x')));
// expect: x true
// expect: true true
target.addEventListener('y', (event) => event.preventDefault());
console.log(target.dispatchEvent(new Event('y', { cancelable: true }))); // expect: false
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('aborted', controller.signal.reason.name));
controller.abort(); // expect: aborted AbortError
console.log(controller.signal.aborted, AbortSignal.any([AbortSignal.abort(5)]).reason); // expect: true 5
console.log(new CustomEvent('z', { detail: 7 }).detail); // expect: 7
