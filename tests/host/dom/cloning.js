// cloneNode copies nodes, not listeners and expandos.
// flags: --host browser
const div = document.createElement('div');
div.innerHTML = '<p id="a">x<!--c--></p><input value="v">';
div.expando = 1;
div.addEventListener('click', () => console.log('never'));
div.lastChild.value = 'typed';
const flat = div.cloneNode(), deep = div.cloneNode(true);
console.log(flat.outerHTML, deep.outerHTML, deep.expando);
// expect: <div></div> <div><p id="a">x<!--c--></p><input value="v"></div> undefined
console.log(deep.isEqualNode(div), deep === div, flat.isEqualNode(div), deep.isSameNode(deep));
// expect: true false false true
console.log(deep.lastChild.value); // expect: typed
deep.click();
deep.firstChild.setAttribute('id', 'b');
console.log(deep.isEqualNode(div)); // expect: false
console.log(div.compareDocumentPosition(div.firstChild), div.lastChild.compareDocumentPosition(div.firstChild), div.compareDocumentPosition(deep) & 1);
// expect: 20 2 1
