// DOMParser reads a page, XMLSerializer writes nodes.
// flags: --host browser
const page = new DOMParser().parseFromString('<title>t</title><p class=a>one<p>two', 'text/html');
console.log(page.title, page.querySelectorAll('p').length, page.body.innerHTML);
// expect: t 2 <p class="a">one</p><p>two</p>
console.log(page.documentElement.outerHTML, page.defaultView, page.doctype);
// expect: <html><head><title>t</title></head><body><p class="a">one</p><p>two</p></body></html> null null
console.log(new DOMParser().parseFromString('<!doctype html>', 'text/html').doctype.name); // expect: html
console.log(page.head.firstChild.ownerDocument === page, page instanceof HTMLDocument); // expect: true true
document.body.append(page.querySelector('p'));
console.log(document.body.lastChild.ownerDocument === document, page.querySelectorAll('p').length);
// expect: true 1
