// dataset is the attributes data-..., as properties.
// flags: --host browser
const div = document.createElement('div');
div.setAttribute('data-user-name', 'Ann');
console.log(div.dataset.userName, 'userName' in div.dataset, div.dataset.none); // expect: Ann true undefined
div.dataset.itemCount = 3;
console.log(div.outerHTML); // expect: <div data-user-name="Ann" data-item-count="3"></div>
console.log(Object.keys(div.dataset).join(), JSON.stringify(div.dataset));
// expect: userName,itemCount {"userName":"Ann","itemCount":"3"}
delete div.dataset.userName;
console.log(div.outerHTML); // expect: <div data-item-count="3"></div>
try {
  div.dataset['a-b'] = 1;
} catch (error) {
  console.log(error.name); // expect: SyntaxError
}
