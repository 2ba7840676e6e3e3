// What a user has typed and chosen is not in the attributes.
// flags: --host browser
document.body.innerHTML = `<form><input name="t" value="v"><textarea name="a">text</textarea>
  <select name="s"><option>one</option><option value="2" selected>two</option><optgroup label="g" disabled><option>three</option></optgroup></select>
  <input type="checkbox" name="c"><fieldset disabled><legend><input id="in"></legend><input id="out"></fieldset></form>`;
const form = document.querySelector('form'), { t, a, s, c } = form.elements;
t.value = 'typed\nline';
console.log(t.value, t.getAttribute('value'), t.defaultValue); // expect: typedline v v
a.value = 'new';
console.log(a.value, a.textContent, a.defaultValue); // expect: new text text
console.log(s.value, s.selectedIndex, s.options.length, s.selectedOptions[0].text, s.type);
// expect: 2 1 3 two select-one
s.value = 'one';
console.log(s.selectedIndex, s.options[1].selected, s.options[1].defaultSelected); // expect: 0 false true
s.value = 'none';
console.log(s.selectedIndex, s.value === ''); // expect: -1 true
c.checked = true;
console.log(c.checked, c.hasAttribute('checked'), c.value, c.matches(':checked'));
// expect: true false on true
console.log(form.elements.length, form.length, t.form === form, document.forms.length); // expect: 7 7 true 1
const matching = (selector) => [...document.querySelectorAll(selector)].map((element) => element.id || element.name || element.text || element.localName).join();
console.log(matching(':disabled'), '|', matching('input:enabled'));
// expect: optgroup,three,fieldset,out | t,c,in
form.reset();
console.log(t.value, a.value, s.value, c.checked); // expect: v text 2 false
t.type = 'hidden';
console.log(t.type, t.outerHTML); // expect: hidden <input name="t" value="v" type="hidden">
const option = new Option('label', 'value');
console.log(option.outerHTML, option.text); // expect: <option value="value">label</option> label
