// Character data: parts of a text change, and texts split and join.
// flags: --host browser
const text = document.createTextNode('Hello world');
text.insertData(5, ',');
text.replaceData(0, 1, 'J');
text.deleteData(6, 1);
text.appendData('!');
console.log(text.data, text.length, text.substringData(0, 5), text.nodeValue === text.data);
// expect: Jello,world! 12 Jello true
const p = document.createElement('p');
p.append(text);
const rest = text.splitText(5);
console.log(text.data, rest.data, p.childNodes.length, text.wholeText);
// expect: Jello ,world! 2 Jello,world!
p.append('', 'end');
p.normalize();
console.log(p.childNodes.length, p.firstChild.data); // expect: 1 Jello,world!end
try {
  rest.insertData(99, 'x');
} catch (error) {
  console.log(error.name, error.code); // expect: IndexSizeError 1
}
const comment = document.createComment('note');
p.append(comment);
console.log(p.outerHTML, comment.nodeType, p.textContent);
// expect: <p>Jello,world!end<!--note--></p> 8 Jello,world!end
p.textContent = '';
console.log(p.childNodes.length, new Text('t').data, new Comment('c').data); // expect: 0 t c
