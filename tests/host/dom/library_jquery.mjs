// jQuery, unmodified, mounts and unmounts a component: nothing is left.
// flags: --host browser
import $ from 'jquery';

function mount() {
  const box = $('<div class="counter"><b>0</b><button>more</button></div>')
    .appendTo(document.body)
    .data('count', 0)
    .on('click', 'button', function () {
      const count = box.data('count') + 1;
      box.data('count', count).find('b').text(count).toggleClass('odd');
    });
  return box;
}

const box = mount();
box.find('button').trigger('click');
box.find('button')[0].click();
console.log(box.text()); // expect: 2more
console.log($('body > .counter b:not(.odd)').length); // expect: 1
console.log(box.hide().css('display'), box.is(':visible')); // expect: none false
console.log($('<ul/>').append([1, 2, 3].map((n) => $('<li>', { text: n })))
  .children().eq(-1).prev().html()); // expect: 2
console.log($.param({ a: 1, b: [2, 3] })); // expect: a=1&b%5B%5D=2&b%5B%5D=3
box.remove();

function round() {
  const mounted = mount();
  mounted.find('button').trigger('click');
  mounted.remove();
}
for (let i = 0; i < 5; i++) round();
gc();
const before = performance.memory.usedJSHeapSize;
for (let i = 0; i < 20; i++) round();
gc();
console.log(performance.memory.usedJSHeapSize - before); // expect: 0
