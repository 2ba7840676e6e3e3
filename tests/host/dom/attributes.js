// Attributes: by name, as properties, as nodes.
// flags: --host browser
const div = document.createElement('div');
div.setAttribute('ID', 'x');
div.title = 'a "title"';
div.hidden = true;
console.log(div.outerHTML); // expect: <div id="x" title="a &quot;title&quot;" hidden=""></div>
console.log(div.id, div.getAttribute('id'), div.getAttribute('none'), div.hasAttribute('TITLE'));
// expect: x x null true
console.log(div.toggleAttribute('hidden'), div.toggleAttribute('inert'), div.hidden, div.inert);
// expect: false true false true
console.log(div.getAttributeNames().join(), div.attributes.length, div.attributes[0].name);
// expect: id,title,inert 3 id
const attribute = div.getAttributeNode('title');
console.log(attribute.value, attribute.ownerElement === div, attribute === div.attributes.title);
// expect: a "title" true true
attribute.value = 'new';
console.log(div.title); // expect: new
div.removeAttribute('title');
console.log(attribute.value, attribute.ownerElement, div.title === ''); // expect: new null true
div.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '#a');
console.log(div.getAttribute('xlink:href'), div.getAttributeNS('http://www.w3.org/1999/xlink', 'href'));
// expect: #a #a
console.log(div.tabIndex, div.lang === '', div.dir === ''); // expect: -1 true true
const input = document.createElement('input');
input.maxLength = 5;
console.log(input.outerHTML, input.size, input.type); // expect: <input maxlength="5"> 20 text
