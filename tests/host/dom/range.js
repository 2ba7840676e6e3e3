// A range has two ends; its fragments are parsed where it begins.
// flags: --host browser
document.body.innerHTML = '<p>one <b>two</b></p><ul><li>3</li></ul>';
const [p, ul] = document.body.children;
const range = document.createRange();
console.log(range.collapsed, range.startContainer === document, range.startOffset); // expect: true true 0
range.selectNode(p);
console.log(range.startContainer.tagName, range.startOffset, range.endOffset, range.collapsed);
// expect: BODY 0 1 false
range.selectNodeContents(p);
console.log(range.startContainer.tagName, range.startOffset, range.endOffset); // expect: P 0 2
range.setEndAfter(ul);
console.log(range.endContainer.tagName, range.endOffset, range.commonAncestorContainer.tagName);
// expect: BODY 2 BODY
range.setStart(ul, 1);
range.setEnd(p, 0);
console.log(range.startContainer.tagName, range.startOffset, range.collapsed); // expect: P 0 true
const copy = range.cloneRange();
copy.collapse(true);
copy.insertNode(document.createElement('i'));
console.log(p.innerHTML, copy instanceof Range, copy !== range); // expect: <i></i>one <b>two</b> true true
range.selectNodeContents(document.createElement('table'));
console.log(range.createContextualFragment('<tr><td>x').firstChild.outerHTML);
// expect: <tbody><tr><td>x</td></tr></tbody>
try {
  range.setStart(p, 9);
} catch (error) {
  console.log(error.name); // expect: IndexSizeError
}
