// classList is the words of an attribute.
// flags: --host browser
const div = document.createElement('div');
const list = div.classList;
list.add('a', 'b', 'a');
console.log(div.className, list.length, list[1], list.item(5), list.contains('b'));
// expect: a b 2 b null true
console.log(list.toggle('b'), list.toggle('c'), list.toggle('c', true), list.toggle('z', false));
// expect: false true true false
console.log(list.replace('a', 'd'), list.replace('x', 'y'), `${list}`); // expect: true false d c
list.remove('d', 'none');
console.log(div.outerHTML, div.classList === list); // expect: <div class="c"></div> true
div.className = '  p   q p ';
console.log([...list].join(), list.value); // expect: p,q   p   q p 
list.remove('p', 'q');
console.log(div.outerHTML); // expect: <div class=""></div>
const bare = document.createElement('div');
bare.classList.remove('x');
console.log(bare.outerHTML); // expect: <div></div>
