// focus and blur, and what hears of it.
// flags: --host browser
document.body.innerHTML = '<input id="a"><button id="b">b</button><p id="c">c</p><p id="d" tabindex="0">d</p>';
const by = (id) => document.getElementById(id);
for (const type of ['focus', 'blur']) {
  for (const id of ['a', 'b', 'd']) by(id).addEventListener(type, (event) => console.log(type, id, event.relatedTarget?.id));
}
for (const type of ['focusin', 'focusout']) document.addEventListener(type, (event) => console.log(type, event.target.id));
console.log(document.activeElement.tagName);
// expect: BODY
// expect: focus a undefined
// expect: focusin a
by('a').focus();
console.log(document.activeElement.id, by('a').matches(':focus'), document.body.matches(':focus-within'));
// expect: a true true
// expect: blur a b
// expect: focusout a
// expect: focus b a
// expect: focusin b
by('b').focus();
by('c').focus();
console.log(document.activeElement.id);
// expect: b
// expect: blur b undefined
// expect: focusout b
by('b').blur();
console.log(document.activeElement.tagName); // expect: BODY
