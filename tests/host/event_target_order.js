// The rules of listeners: order, once, the same twice, removal and addition
// while an event is on its way, objects with handleEvent.
const target = new EventTarget();
const log = (text) => () => console.log(text);
const first = log('first');
target.addEventListener('x', first);
target.addEventListener('x', first);
target.addEventListener('x', first, true);
target.addEventListener('x', log('once'), { once: true });
target.addEventListener('x', {
  word: 'object',
  handleEvent(event) { console.log(this.word, event.eventPhase, event.currentTarget === target); },
});
const last = log('never: removed by the one before');
target.addEventListener('x', () => {
  target.removeEventListener('x', last);
  target.addEventListener('x', log('added'), { once: true });
});
target.addEventListener('x', last);
const event = new Event('x');
target.dispatchEvent(event);
// expect: first
// expect: first
// expect: once
// expect: object 2 true
console.log(event.eventPhase, event.currentTarget, event.target === target, event.composedPath());
// expect: 0 null true []
target.removeEventListener('x', first);
target.dispatchEvent(event);
// expect: first
// expect: object 2 true
// expect: added
target.removeEventListener('x', first, { capture: true });
target.addEventListener('y', (e) => {
  console.log(e.type, e.cancelable, e.composedPath().length); // expect: y true 1
  e.stopImmediatePropagation();
  e.preventDefault();
});
target.addEventListener('y', log('never: stopped'));
console.log(target.dispatchEvent(new Event('y', { cancelable: true }))); // expect: false
target.addEventListener('z', (e) => e.preventDefault(), { passive: true });
console.log(target.dispatchEvent(new Event('z', { cancelable: true }))); // expect: true
console.log(Event.BUBBLING_PHASE, event.AT_TARGET, Object.prototype.toString.call(event)); // expect: 3 2 [object Event]
