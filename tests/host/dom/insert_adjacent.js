// insertAdjacentHTML, insertAdjacentElement, outerHTML.
// flags: --host browser
const box = document.createElement('div');
box.innerHTML = '<p>x</p>';
const p = box.firstChild;
p.insertAdjacentHTML('beforebegin', '<i>1</i>');
p.insertAdjacentHTML('afterbegin', '2<b></b>');
p.insertAdjacentHTML('beforeend', '3');
p.insertAdjacentHTML('afterend', '<i>4</i>');
console.log(box.innerHTML); // expect: <i>1</i><p>2<b></b>x3</p><i>4</i>
console.log(p.insertAdjacentElement('afterend', document.createElement('hr')).tagName); // expect: HR
p.insertAdjacentText('beforeBegin', '<t>');
console.log(box.innerHTML); // expect: <i>1</i>&lt;t&gt;<p>2<b></b>x3</p><hr><i>4</i>
p.outerHTML = '<em>gone</em>!';
console.log(box.innerHTML, p.parentNode); // expect: <i>1</i>&lt;t&gt;<em>gone</em>!<hr><i>4</i> null
try {
  p.insertAdjacentHTML('beforebegin', 'x');
} catch (error) {
  console.log(error.name); // expect: NoModificationAllowedError
}
try {
  p.insertAdjacentHTML('middle', 'x');
} catch (error) {
  console.log(error.name); // expect: SyntaxError
}
