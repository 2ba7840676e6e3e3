// Why an object is alive, who did it, and what if: asked by pointing.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, openViewer, program } from './page.mjs';

after(closeAll);

const FILE = program(`const cache = { items: [] };
function add(i) {
  const thing = { i };
  cache.items.push(thing);
}
for (let i = 0; i < 9; i++) add(i);
cache.last = cache.items[4];
console.log('done');
`);

test('the chain of a chosen object, and what falls out without a reference',
  async () => {
    const viewer = await openViewer(FILE, { hash: '#end' });
    const { page } = viewer;
    const panel = page.getByRole('region', { name: 'Object' });
    await page.getByRole('button', { name: /\{items, last\} @/ }).first()
      .click();
    await panel.locator('.object-title').waitFor();
    await panel.locator('.properties tr', { hasText: 'last' })
      .getByRole('button', { name: /@/ }).click();
    await page.waitForFunction(() => document
      .querySelector('.panel-object .object-title')?.textContent === '{i}');
    await panel.getByRole('button', { name: 'Why is it alive?' }).click();
    const chains = panel.locator('.why-chain');
    await chains.nth(1).waitFor();
    assert.match(await chains.nth(0).textContent(),
      /program\.js:7.*cache\.last = cache\.items\[4\];/);
    assert.match(await chains.nth(1).textContent(),
      /program\.js:4.*in add\(\).*cache\.items\.push\(thing\);/);
    await chains.nth(1).locator('li').nth(2)
      .getByRole('button', { name: 'cut', exact: true }).click();
    const branch = panel.locator('.what-if');
    await branch.getByText('a collection frees').waitFor();
    assert.match(await branch.textContent(), /frees 9 objects.*8 × Object/);
    await branch.getByRole('button', { name: 'undo' }).click();
    await branch.waitFor({ state: 'detached' });
    await chains.nth(0).locator('li', { hasText: 'last' })
      .getByRole('button', { name: /program\.js:7/ }).click();
    await page.waitForFunction(() => !document.querySelector('.why-chain'));
    assert.deepEqual(viewer.errors, []);
  });

test('what last wrote a property, allocation and death', async () => {
  const viewer = await openViewer(FILE, { hash: '#end' });
  const { page } = viewer;
  const panel = page.getByRole('region', { name: 'Object' });
  await page.getByRole('button', { name: /\{items, last\} @/ }).first().click();
  await panel.getByRole('button', { name: 'What last wrote last?' }).click();
  await panel.locator('.made').waitFor();
  assert.match(await panel.locator('.made').textContent(), /program\.js:7/);
  await panel.getByRole('button', { name: 'Where was it allocated?' }).click();
  await panel.getByText('Allocated by').waitFor();
  assert.match(await panel.locator('.made').textContent(), /program\.js:1/);
  await panel.getByRole('button', { name: 'When does it die?' }).click();
  await panel.getByText('It lives until').waitFor();
  assert.deepEqual(viewer.errors, []);
});
