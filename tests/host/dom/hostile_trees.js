// Trees and texts as deep and as large as they come end in no crash.
// flags: --host browser
// stress: skip hundreds of thousands of nodes
const box = document.createElement('div');
box.innerHTML = '<div>'.repeat(100000);
let depth = 0;
for (let node = box; node; node = node.firstChild) depth++;
// what is deeper than a browser's parser allows is flattened
console.log(depth, box.querySelectorAll('div').length); // expect: 514 100000
console.log(box.cloneNode(true).isEqualNode(box), box.innerHTML.length); // expect: true 1100000

const root = document.createElement('p');
let at = root;
for (let i = 0; i < 50000; i++) at = at.appendChild(document.createElement('p'));
document.body.append(root);
console.log(at.isConnected, at.closest('body').tagName); // expect: true BODY
console.log(root.outerHTML.length, document.querySelectorAll('p').length); // expect: 350007 50001
root.remove();
console.log(at.isConnected, root.textContent === ''); // expect: false true
at.dispatchEvent(new Event('ping', { bubbles: true }));

box.innerHTML = `<p title="${'x'.repeat(1e6)}">`;
console.log(box.firstChild.title.length); // expect: 1000000
box.innerHTML = `<p ${Array.from({ length: 2000 }, (_, i) => `a${i}`).join(' ')}>`;
console.log(box.firstChild.attributes.length); // expect: 2000
try {
  box.innerHTML = Array.from({ length: 500 }, (_, i) => `<b id=${i}>`).join('') + '<p>'.repeat(20000);
} catch (error) {
  console.log(error.message); // expect: HTML with too many unclosed formatting elements
}

const attempt = (selector) => {
  try {
    return box.querySelectorAll(selector).length;
  } catch (error) {
    return error.name;
  }
};
console.log(attempt(':not('.repeat(2000)), attempt('a '.repeat(10000))); // expect: SyntaxError SyntaxError
console.log(attempt(`${'p '.repeat(200)}b`), attempt('\\'), attempt('[a="')); // expect: 0 SyntaxError 0

const list = document.createElement('ul');
for (let i = 0; i < 300; i++) list.append(document.createElement('li'));
let seen = 0;
for (const item of list.children) {
  item.remove();
  seen++;
}
console.log(seen, list.children.length); // expect: 150 150
