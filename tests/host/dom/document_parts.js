// A page that is empty has its html, head and body.
// flags: --host browser
console.log(document.documentElement.outerHTML); // expect: <html><head></head><body></body></html>
console.log(document.nodeType, document.nodeName, document.readyState, document.compatMode, document.contentType);
// expect: 9 #document complete CSS1Compat text/html
console.log(document.doctype.name, document.head.tagName, document.body.tagName, document.defaultView === window);
// expect: html HEAD BODY true
console.log(document.title === ''); // expect: true
document.title = 'A title';
console.log(document.head.innerHTML, document.title); // expect: <title>A title</title> A title
console.log(window === globalThis, self === window, window.document === document, window instanceof Window);
// expect: true true true true
const other = document.implementation.createHTMLDocument('Other');
console.log(other.title, other.defaultView, other.body.ownerDocument === other); // expect: Other null true
const node = other.createElement('p');
document.body.append(node);
console.log(node.ownerDocument === document, document.adoptNode(other.body).ownerDocument === document, other.body);
// expect: true true null
document.body.innerHTML = '<a href="#x" id="l">x</a><a>y</a><form name="f"></form><p name="n"></p>';
console.log(document.links.length, document.forms.f.name, document.getElementsByName('n').length, document.getElementById('l').textContent, document.getElementById('none'));
// expect: 1 f 1 x null
console.log(document.createEvent('MouseEvents') instanceof MouseEvent, getComputedStyle(document.body).display, getComputedStyle(document.head).display);
// expect: true block none
