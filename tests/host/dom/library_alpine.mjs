// Alpine, unmodified, mounts and unmounts a component: nothing is left.
// flags: --host browser
import Alpine from 'alpinejs/dist/module.esm.js';

const HTML = `
  <div x-data="{ open: false, items: ['a', 'b'] }">
    <button @click="open = !open; items.push('c')">toggle</button>
    <p x-show="open" x-text="items.length"></p>
    <template x-for="item in items"><li x-text="item"></li></template>
  </div>`;

Alpine.start();
const root = document.createElement('main');
document.body.append(root);
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

async function mount() {
  root.innerHTML = HTML;
  await settled();
}

await mount();
console.log([...root.querySelectorAll('li')].map((li) => li.textContent)
  .join()); // expect: a,b
console.log(root.querySelector('p').style.display); // expect: none
root.querySelector('button').click();
await settled();
console.log(root.querySelector('p').textContent,
  root.querySelectorAll('li').length); // expect: 3 3
console.log(root.querySelector('p').style.display === ''); // expect: true
root.innerHTML = '';
await settled();

async function round() {
  await mount();
  root.querySelector('button').click();
  await settled();
  root.innerHTML = '';
  await settled();
}
for (let i = 0; i < 5; i++) await round();
gc();
const before = performance.memory.usedJSHeapSize;
for (let i = 0; i < 20; i++) {
  await round();
  gc();
}
gc();
console.log(performance.memory.usedJSHeapSize - before); // expect: 0
