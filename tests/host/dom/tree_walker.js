// TreeWalker and NodeIterator walk over a tree, through a filter.
// flags: --host browser
const box = document.createElement('div');
box.innerHTML = '<p>a<b>b<i>c</i></b></p><!--n--><ul><li>d</li><li>e</li></ul>';
const names = (step) => {
  const seen = [];
  for (let node = step(); node && seen.length < 50; node = step()) seen.push(node.nodeName + (node.data ? `=${node.data}` : ''));
  return seen.join(' ');
};
const all = document.createTreeWalker(box);
console.log(names(() => all.nextNode()));
// expect: P #text=a B #text=b I #text=c #comment=n UL LI #text=d LI #text=e
console.log(names(() => all.previousNode()));
// expect: LI #text=d LI UL #comment=n #text=c I #text=b B #text=a P DIV
console.log(all.currentNode === box, all.root === box, all.whatToShow === NodeFilter.SHOW_ALL, all.filter);
// expect: true true true null
const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
console.log(names(() => texts.nextNode())); // expect: #text=a #text=b #text=c #text=d #text=e
const noB = document.createTreeWalker(box, NodeFilter.SHOW_ELEMENT, (node) => node.nodeName === 'B' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
console.log(names(() => noB.nextNode())); // expect: P UL LI LI
const skipP = document.createTreeWalker(box, NodeFilter.SHOW_ELEMENT, { acceptNode: (node) => node.nodeName === 'P' ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_ACCEPT });
console.log(skipP.firstChild().nodeName, skipP.nextSibling().nodeName, skipP.nextSibling(), skipP.lastChild().textContent, skipP.previousSibling().textContent, skipP.parentNode().nodeName, skipP.parentNode().nodeName);
// expect: B UL null e d UL DIV
all.currentNode = box.querySelector('i');
console.log(all.nextNode().data, all.nextNode().nodeType, all.previousSibling().nodeName, all.lastChild().nodeName);
// expect: c 8 P B
const iterator = document.createNodeIterator(box, NodeFilter.SHOW_ELEMENT);
console.log(names(() => iterator.nextNode())); // expect: DIV P B I UL LI LI
console.log(names(() => iterator.previousNode())); // expect: LI LI UL I B P DIV
console.log(iterator.nextNode().nodeName, iterator.previousNode().nodeName, iterator.previousNode(), iterator.referenceNode.nodeName, iterator.pointerBeforeReferenceNode);
// expect: DIV DIV null DIV true
