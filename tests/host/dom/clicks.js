// A click checks boxes, before its listeners run, and takes it back when one
// of them cancels it.
// flags: --host browser
document.body.innerHTML = `<form><input type="checkbox" id="k"><label for="k">label</label>
  <input type="radio" name="r" id="r1" checked><input type="radio" name="r" id="r2">
  <button id="go">go</button><button type="reset" id="back">back</button><details><summary>s</summary>d</details></form>`;
const by = (id) => document.getElementById(id);
const box = by('k');
for (const type of ['click', 'input', 'change']) box.addEventListener(type, () => console.log(type, box.checked));
// expect: click true
// expect: input true
// expect: change true
// expect: click false
box.click();
box.addEventListener('click', (event) => event.preventDefault(), { once: true });
box.click();
console.log(box.checked);
// expect: true
// expect: click false
// expect: input false
// expect: change false
document.querySelector('label').click();
console.log(box.checked, box.hasAttribute('checked')); // expect: false false
by('r2').click();
console.log(by('r1').checked, by('r2').checked, document.querySelectorAll(':checked').length);
// expect: false true 1
document.querySelector('form').addEventListener('submit', (event) => {
  console.log(event.type, event.submitter.id, event instanceof SubmitEvent); // expect: submit go true
  event.preventDefault();
});
by('go').click();
by('back').click();
console.log(by('r1').checked, box.checked); // expect: true false
by('go').disabled = true;
by('go').click();
document.querySelector('summary').click();
console.log(document.querySelector('details').open); // expect: true
