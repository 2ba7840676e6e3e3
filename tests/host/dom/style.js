// style is the declarations of an attribute.
// flags: --host browser
const div = document.createElement('div');
div.style.color = 'red';
div.style.backgroundColor = 'blue';
div.style.setProperty('--size', '3');
console.log(div.getAttribute('style')); // expect: color: red; background-color: blue; --size: 3;
console.log(div.style.length, div.style[0], div.style.getPropertyValue('background-color'));
// expect: 3 color blue
console.log(div.style.getPropertyValue('--size'), div.style.margin === '', 'color' in div.style);
// expect: 3 true true
div.style.setProperty('width', '3px', 'important');
console.log(div.style.width, div.style.getPropertyPriority('width')); // expect: 3px important
console.log(div.style.removeProperty('color'), div.style.color === ''); // expect: red true
div.style.cssText = 'height: 5px; top:1px';
console.log(div.outerHTML); // expect: <div style="height: 5px; top: 1px;"></div>
div.setAttribute('style', 'left: 2px;');
console.log(div.style.left, div.style.height === ''); // expect: 2px true
div.style.left = '';
console.log(div.style.cssText === '', div.style.cssFloat === ''); // expect: true true
div.style = 'float: left';
console.log(div.style.cssFloat, div.style.cssText); // expect: left float: left;
