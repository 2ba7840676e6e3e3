// Events capture, reach their target and bubble.
// flags: --host browser
document.body.innerHTML = '<div><p><b>x</b></p></div>';
const names = new Map([[window, 'window'], [document, 'document']]);
const name = (target) => names.get(target) ?? target.nodeName;
const b = document.querySelector('b'), p = b.parentNode;
let log = [];
for (const target of [window, document, document.documentElement, document.body, document.querySelector('div'), p, b]) {
  for (const capture of [true, false]) {
    target.addEventListener('ping', (event) => log.push(`${name(event.currentTarget)}${event.eventPhase}`), { capture });
  }
}
const flush = () => { console.log(log.join(' ')); log = []; };
console.log(b.dispatchEvent(new Event('ping', { bubbles: true })));
// expect: true
// expect: window1 document1 HTML1 BODY1 DIV1 P1 B2 B2 P3 DIV3 BODY3 HTML3 document3 window3
// expect: window1 document1 HTML1 BODY1 DIV1 P1 B2 B2
// expect: window1 document1 HTML1 BODY1 DIV1 P1
flush();
b.dispatchEvent(new Event('ping'));
flush();
const stop = (event) => event.stopPropagation();
p.addEventListener('ping', stop, true);
b.dispatchEvent(new Event('ping', { bubbles: true }));
flush();
p.removeEventListener('ping', stop, true);
p.addEventListener('ping', (event) => event.preventDefault(), { once: true, passive: true });
console.log(b.dispatchEvent(new Event('ping', { bubbles: true, cancelable: true }))); // expect: true
p.addEventListener('ping', (event) => event.preventDefault(), { once: true });
console.log(b.dispatchEvent(new Event('ping', { bubbles: true, cancelable: true })));
// expect: false
// expect: pong
log = [];
const controller = new AbortController();
p.addEventListener('pong', () => log.push('pong'), { signal: controller.signal });
p.dispatchEvent(new Event('pong'));
controller.abort();
p.dispatchEvent(new CustomEvent('pong', { detail: 5 }));
flush();
b.addEventListener('path', (event) => console.log(event.composedPath().map(name).join()));
// expect: B,P,DIV,BODY,HTML,document,window
b.dispatchEvent(new Event('path'));
const lone = document.createElement('i');
lone.addEventListener('path', { handleEvent(event) { console.log(this !== lone, event.target === lone, event.composedPath().length); } });
// expect: true true 1
lone.dispatchEvent(new Event('path', { bubbles: true }));
