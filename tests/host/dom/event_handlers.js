// onclick and its kin: one handler that is a property, or an attribute.
// flags: --host browser
const button = document.createElement('button');
console.log(button.onclick); // expect: null
button.addEventListener('click', () => console.log('first')); // expect: first
button.onclick = () => console.log('handler'); // expect: handler
button.addEventListener('click', () => console.log('last'));
// expect: last
// expect: first
button.click();
button.onclick = () => console.log('replaced');
// expect: replaced
// expect: last
// expect: first
// expect: last
// expect: first
// expect: last
button.click();
button.onclick = null;
button.click();
button.onclick = () => false;
console.log(button.dispatchEvent(new MouseEvent('click', { cancelable: true }))); // expect: false
globalThis.heard = 0;
const box = document.createElement('div');
box.innerHTML = '<i onclick="heard++; this.title = event.type"></i>';
box.firstChild.click();
console.log(heard, box.firstChild.title, typeof box.firstChild.onclick); // expect: 1 click function
box.firstChild.removeAttribute('onclick');
console.log(box.firstChild.onclick); // expect: null
