// Preact, unmodified, mounts, updates and unmounts a component: nothing is
// left.
// flags: --host browser
import { h, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';

let effects = 0;

function Counter({ start }) {
  const [count, setCount] = useState(start);
  useEffect(() => {
    effects++;
    return () => { effects--; };
  }, []);
  return h('div', { class: 'counter', style: { color: 'red' } },
    h('b', null, count),
    h('button', { onClick: () => setCount(count + 1) }, 'more'),
    h('ul', null, Array.from({ length: count }, (_, i) => h('li', { key: i }, i))));
}

const root = document.createElement('main');
document.body.append(root);
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

render(h(Counter, { start: 1 }), root);
await settled();
console.log(root.innerHTML);
// expect: <div class="counter" style="color: red;"><b>1</b><button>more</button><ul><li>0</li></ul></div>
root.querySelector('button').click();
await settled();
console.log(root.querySelectorAll('li').length, effects); // expect: 2 1
render(null, root);
await settled();
console.log(root.innerHTML === '', effects); // expect: true 0

async function round() {
  render(h(Counter, { start: 2 }), root);
  root.querySelector('button').click();
  await settled();
  render(null, root);
}
for (let i = 0; i < 5; i++) await round();
await settled();
gc();
const before = performance.memory.usedJSHeapSize;
for (let i = 0; i < 20; i++) await round();
await settled();
gc();
console.log(performance.memory.usedJSHeapSize - before); // expect: 0
