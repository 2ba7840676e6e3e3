// A template's nodes lie in a fragment of their own.
// flags: --host browser
const template = document.createElement('template');
template.innerHTML = '<li class="row"><template><b>inner</b></template></li>';
console.log(template.childNodes.length, template.content.childNodes.length); // expect: 0 1
console.log(template.outerHTML);
// expect: <template><li class="row"><template><b>inner</b></template></li></template>
const row = template.content.firstElementChild.cloneNode(true);
console.log(row.outerHTML, row.querySelector('b'), row.firstChild.content.querySelector('b').outerHTML);
// expect: <li class="row"><template><b>inner</b></template></li> null <b>inner</b>
console.log(template.content.ownerDocument === document); // expect: false
const imported = document.importNode(template.content, true);
console.log(imported.nodeType, imported.firstChild.ownerDocument === document); // expect: 11 true
try {
  template.content.appendChild(template);
} catch (error) {
  console.log(error.name); // expect: HierarchyRequestError
}
