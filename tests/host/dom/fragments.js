// A fragment's children move to where it is inserted.
// flags: --host browser
const fragment = document.createDocumentFragment();
fragment.append('one', document.createElement('hr'), 'two');
console.log(fragment.childNodes.length, fragment.nodeName, fragment.nodeType);
// expect: 3 #document-fragment 11
const box = document.createElement('div');
box.innerHTML = '<i></i>';
box.prepend(fragment);
console.log(box.innerHTML, fragment.childNodes.length); // expect: one<hr>two<i></i> 0
box.replaceChildren('new', box.querySelector('hr'));
console.log(box.innerHTML); // expect: new<hr>
box.lastChild.replaceWith('a', document.createElement('b'));
console.log(box.innerHTML); // expect: newa<b></b>
box.lastChild.before('<');
box.lastChild.after('>');
console.log(box.innerHTML, box.childNodes.length); // expect: newa&lt;<b></b>&gt; 5
box.normalize();
console.log(box.childNodes.length, box.firstChild.data); // expect: 3 newa<
