// Live lists follow the tree, static ones do not.
// flags: --host browser
const box = document.createElement('div');
box.innerHTML = '<p class="x">1</p>text<p>2</p>';
const { children, childNodes } = box;
const byTag = box.getElementsByTagName('p'), byClass = box.getElementsByClassName('x');
const found = box.querySelectorAll('p');
console.log(children.length, childNodes.length, byTag.length, byClass.length, found.length);
// expect: 2 3 2 1 2
box.append(document.createElement('p'));
box.lastChild.className = 'y x';
box.lastChild.id = 'last';
console.log(children.length, childNodes.length, byTag.length, byClass.length, found.length);
// expect: 3 4 3 2 2
console.log(children[2] === box.lastChild, children.last === box.lastChild, children.namedItem('last').id, children[9], children.item(9));
// expect: true true last undefined null
console.log(box.children === children, [...children].length, Array.from(byTag, (p) => p.textContent).join());
// expect: true 3 1,2,
console.log('0' in children, 3 in children, Object.keys(found).join(), 'length' in children);
// expect: true false 0,1 true
const seen = [];
for (const child of children) {
  seen.push(child.textContent);
  child.remove();
}
console.log(seen.join(), children.length); // expect: 1, 1
found.forEach((p, index, list) => console.log(p.textContent, index, list === found));
// expect: 1 0 true
// expect: 2 1 true
console.log(found[0].parentNode, found.length, [...found.entries()][1][0]); // expect: null 2 1
console.log(String(children), String(childNodes), children instanceof HTMLCollection, found instanceof NodeList);
// expect: [object HTMLCollection] [object NodeList] true true
