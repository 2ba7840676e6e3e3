// The whole page without a mouse.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, example, openViewer, program, soon } from './page.mjs';

after(closeAll);

test('the heap: through fields, along arrows, choose', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  await viewer.press('End');
  const { page } = viewer;
  await page.keyboard.press('3');
  const heap = page.getByRole('listbox', { name: /^Heap/ });
  await soon(async () => assert.ok(await heap.evaluate((svg) =>
    svg === document.activeElement)));
  const active = () => heap.evaluate((svg) => document.getElementById(
    svg.getAttribute('aria-activedescendant'))?.querySelector('title')
    ?.textContent);
  const isActive = (name) => soon(async () =>
    assert.match(await active(), name));
  const isSpoken = (text) => soon(async () =>
    assert.match(await viewer.spoken(), text));
  await isActive(/users/);
  await page.keyboard.press('ArrowDown');
  await isSpoken(/^users: Array\(1\) @\w+, a reference/);
  await page.keyboard.press('ArrowRight');
  await isActive(/^Array, length 1/);
  await page.keyboard.press('ArrowRight');
  await isActive(/username/);
  await page.keyboard.press('Enter');
  await viewer.region('Object').locator('.object-title').waitFor();
  assert.match(await viewer.region('Object').innerText(), /username/);
  await page.keyboard.press('ArrowLeft');
  await isActive(/^Array, length 1/);
  await isSpoken(/^0: /);
});

test('the timeline: keys of a slider', async () => {
  const viewer = await openViewer(example('tour.js'));
  const { page } = viewer;
  await page.keyboard.press('7');
  const slider = page.getByRole('slider', { name: 'Moment of the run' });
  await soon(async () => assert.ok(await slider.evaluate((div) =>
    div === document.activeElement)));
  await viewer.press('End');
  const last = Number(await slider.getAttribute('aria-valuenow'));
  assert.ok(last > 100);
  await viewer.press('PageDown');
  const value = Number(await slider.getAttribute('aria-valuenow'));
  assert.ok(value < last && value > last * 0.9, `${value} of ${last}`);
  await viewer.press('ArrowLeft');
  await viewer.press('Home');
  assert.equal(await viewer.moment(), '0.0');
  assert.match(await slider.getAttribute('aria-valuetext'), /moment 0\.0/);
});

test('the moment can be typed', async () => {
  const viewer = await openViewer(example('tour.js'));
  const { page } = viewer;
  await page.keyboard.press('g');
  await page.keyboard.type('40.0');
  await viewer.move(() => page.keyboard.press('Enter'));
  assert.equal(await viewer.moment(), '40.0');
  // what stands there is selected again
  await page.waitForFunction(() => String(getSelection()) === '40.0' ||
    document.activeElement.selectionEnd === 4 &&
    document.activeElement.selectionStart === 0);
  await page.keyboard.type('soon');
  const refusal = await viewer.refusal(() => page.keyboard.press('Enter'));
  assert.match(refusal, /“soon” is not a moment/);
  assert.equal(await viewer.moment(), '40.0');
});

test('the source: Enter goes to the next time of the line', async () => {
  const viewer = await openViewer(program(
    'let n = 0;\nfor (let i = 0; i < 3; i++) {\n  n += i;\n}\n'));
  const { page } = viewer;
  await page.keyboard.press('1');
  await page.locator('.cm-focused').waitFor();
  // the line that the cursor stands on points at its instructions
  const pointed = page.locator('.line-pointed').filter({ hasText: 'n += i' });
  await soon(async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await pointed.waitFor({ timeout: 500 });
  });
  await viewer.move(() => page.keyboard.press('Enter'));
  assert.equal(await viewer.line(), 'n += i;');
});

test('help opens, lists the keys, closes; letters can be turned off',
  async () => {
    const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
    const { page } = viewer;
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys and signs' });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Step over/);
    await dialog.getByLabel(/single letters/).uncheck();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // were the letter a command, the arrow would be the second step
    await page.keyboard.press('n');
    const first = await viewer.press('ArrowRight');
    await viewer.press('Home');
    assert.equal(await viewer.press('ArrowRight'), first);
  });

test('tab reaches every control, and focus is always seen', async () => {
  const viewer = await openViewer(example('tour.js'));
  const { page } = viewer;
  await viewer.press('End');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  const names = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const { outlineStyle } = getComputedStyle(element);
      const ring = outlineStyle !== 'none' ||
        element.closest('.cm-editor') || element.matches('.skip, .shape');
      const label = element.getAttribute('aria-label') ??
        element.textContent.trim().slice(0, 30) ?? element.id;
      return ring ? label || element.id || element.tagName
        : `no ring: ${element.outerHTML.slice(0, 80)}`;
    });
    names.push(name);
  }
  assert.deepEqual(names.filter((name) => name.startsWith('no ring')), []);
  for (const wanted of ['Skip to the heap', 'Help: keys', 'Source',
    'Instructions', 'Step over, to the next line of this function',
    'Moment of the run', 'Kind of event']) {
    assert.ok(names.some((name) => name.startsWith(wanted)), wanted);
  }
  assert.ok(names.some((name) => /^Heap: \d+ cells drawn/.test(name)));
});
