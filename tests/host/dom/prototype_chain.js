// Each node has the class of its name, in a chain as in browsers.
// flags: --host browser
const chain = (object) => {
  const names = [];
  for (let at = Object.getPrototypeOf(object); at; at = Object.getPrototypeOf(at)) names.push(at.constructor.name);
  return names.join(' ');
};
console.log(chain(document.createElement('div')));
// expect: HTMLDivElement HTMLElement Element Node EventTarget Object
console.log(chain(document.createElement('made-up')), '|', chain(document.createElement('madeup')));
// expect: HTMLElement Element Node EventTarget Object | HTMLUnknownElement HTMLElement Element Node EventTarget Object
console.log(chain(document.createTextNode(''))); // expect: Text CharacterData Node EventTarget Object
console.log(chain(document)); // expect: HTMLDocument Document Node EventTarget Object
console.log(chain(document.createDocumentFragment())); // expect: DocumentFragment Node EventTarget Object
console.log(chain(document.createElementNS('http://www.w3.org/2000/svg', 'svg')));
// expect: SVGSVGElement SVGGraphicsElement SVGElement Element Node EventTarget Object
console.log(chain(new MouseEvent('click'))); // expect: MouseEvent UIEvent Event Object
console.log(chain(window)); // expect: Window EventTarget EventTarget Object
console.log(Object.prototype.toString.call(document.body), String(document.createElement('a')) === '');
// expect: [object HTMLBodyElement] true
const p = document.createElement('p');
p.own = 1;
console.log(Object.keys(p).join(), p.hasOwnProperty('own'), 'innerHTML' in p, Object.getPrototypeOf(HTMLElement) === Element);
// expect: own true true true
HTMLElement.prototype.shout = function () { return this.tagName + '!'; };
console.log(p.shout(), document.body instanceof HTMLElement, p.constructor === HTMLParagraphElement);
// expect: P! true true
