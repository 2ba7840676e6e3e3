// Nodes are put in and taken out of a tree, and know their neighbours.
// flags: --host browser
const list = document.createElement('ul');
for (const text of ['a', 'b', 'c']) {
  const item = document.createElement('li');
  item.textContent = text;
  list.appendChild(item);
}
console.log(list.outerHTML); // expect: <ul><li>a</li><li>b</li><li>c</li></ul>
list.insertBefore(list.lastChild, list.firstChild);
console.log(list.textContent); // expect: cab
console.log(list.replaceChild(document.createTextNode('x'), list.firstChild).outerHTML); // expect: <li>c</li>
console.log(list.removeChild(list.lastChild).textContent, list.childNodes.length); // expect: b 2
console.log(list.firstChild.nextSibling === list.lastChild, list.firstChild.nodeName); // expect: true #text
console.log(list.isConnected, list.parentNode, list.getRootNode() === list); // expect: false null true
document.body.append(list, 'text');
console.log(list.isConnected, list.parentElement.tagName, list.nextSibling.data); // expect: true BODY text
console.log(document.body.contains(list.firstElementChild), list.contains(document.body));
// expect: true false
list.remove();
console.log(list.isConnected, document.body.childNodes.length); // expect: false 1
