// The console shows nodes as Chrome's does: by their tags.
// flags: --host browser
const div = document.createElement('div');
div.className = 'x';
div.expando = { a: 1 };
console.log(div); // expect: <div class="x">
console.log([div], { div }); // expect: [ <div class="x"> ] { div: <div class="x"> }
div.hidden = true;
console.log(div); // expect: <div class="x" hidden>
console.log(document.createTextNode('te\nxt'), document.createComment('c')); // expect: "te xt" <!--c-->
console.log(document, document.createDocumentFragment(), document.body); // expect: #document #document-fragment <body>
document.body.append(div, 'text');
console.log(document.body.childNodes); // expect: NodeList(2) [<div class="x" hidden>, "text"]
console.log(document.body.children); // expect: HTMLCollection(1) [<div class="x" hidden>]
console.log(div.attributes[0]); // expect: class="x"
div.style.color = 'red';
console.log(div.classList, div.style); // expect: DOMTokenList ["x"] CSSStyleDeclaration {color: "red"}
