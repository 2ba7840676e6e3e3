// The collector at work: each thing it does, forwards and backwards.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, openAddress, soon, watch } from './page.mjs';

const servers = [];
after(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await closeAll();
});

const GARBAGE = join(dirname(fileURLToPath(import.meta.url)),
  '../server/fixtures/garbage.js');

// Before the collection, with the view open.
const open = async (collector, options = {}) => {
  const server = await watch(GARBAGE, '--collector', collector);
  servers.push(server);
  const viewer = await openAddress(server.address, { ...options, server });
  const { page } = viewer;
  await page.keyboard.press('c');
  await page.locator('.collector').waitFor();
  await viewer.move(() => page.locator('.cm-lineNumbers .cm-gutterElement')
    .filter({ hasText: /^10$/ }).click());
  viewer.look = (kind) => page.getByLabel('What the collector does')
    .selectOption(kind);
  viewer.step = (name) => viewer.move(() =>
    page.getByRole('button', { name, exact: true }).click());
  viewer.phase = () => page.locator('.panel-collector .phase.is-now')
    .innerText();
  viewer.done = async () => (await page.locator('.collector-done').innerText())
    .replace(/\s+/g, ' ');
  viewer.list = async (title) => (await viewer.region(title).locator('li')
    .allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
  viewer.counts = async () => Object.fromEntries((await page
    .locator('.map-legend li').allInnerTexts()).map((text) => {
    const [, name, count] = /^\s*(.*?)\s+([\d,]+)$/.exec(text);
    return [name, Number(count.replaceAll(',', ''))];
  }));
  return viewer;
};

test('marking: from white to grey to black, by which edge', async () => {
  const viewer = await open('marking');
  assert.match(await viewer.done(), /^Not inside a collection/);
  await viewer.look('phase');
  await viewer.step('Next');
  assert.equal(await viewer.phase(), 'clearing');
  await viewer.step('Next');
  assert.equal(await viewer.phase(), 'marking');
  assert.equal((await viewer.counts()).black, 0);
  await viewer.look('grey');
  await viewer.step('Next');
  assert.match(await viewer.done(), /is grey, by a root/);
  assert.equal((await viewer.counts()).grey, 1);
  assert.equal((await viewer.list('Mark stack')).length, 1);
  await viewer.look('black');
  await viewer.step('Next');
  const first = await viewer.moment();
  assert.match(await viewer.done(), /is black/);
  assert.equal((await viewer.counts()).black, 1);
  await viewer.look('grey');
  await viewer.step('Next');
  assert.ok((await viewer.list('Mark stack')).some((text) =>
    / by .+ of @/.test(text)));
  assert.match(await viewer.done(), /while .* is visited/);
  await viewer.step('Next');
  await viewer.look('black');
  await viewer.step('Before');
  assert.equal(await viewer.moment(), first);
  assert.match(await viewer.done(), /is black/);
  assert.deepEqual(viewer.errors, []);
});

test('marking: each cell as it is freed; the moment is a link', async () => {
  const viewer = await open('marking');
  await viewer.look('free');
  const freed = [];
  for (let i = 0; i < 3; i++) {
    await viewer.step('Next');
    freed.push(await viewer.done());
  }
  assert.equal(new Set(freed).size, 3);
  assert.match(freed[0], /^◆ ?freed @/);
  const again = await openAddress(viewer.page.url());
  assert.equal(await again.moment(), await viewer.moment());
  // out of it, by the ordinary steps
  await viewer.press('n');
  assert.equal(await viewer.line(), 'console.log(kept.name);');
});

test('counting: candidates, who dies, counts up and down', async () => {
  const viewer = await open('counting');
  assert.equal(await viewer.phase(), 'counting');
  await viewer.look('free');
  await viewer.step('Next');
  assert.equal(await viewer.phase(), 'examining');
  const counts = await viewer.counts();
  assert.ok(counts.candidate > 0 && counts.dying >= 3, JSON.stringify(counts));
  assert.ok((await viewer.list('Dying')).some((text) =>
    text.includes('{name, next}')));
  await viewer.step('Next');
  assert.equal((await viewer.counts()).dying, counts.dying - 1);
  await viewer.look('countDown');
  await viewer.step('Before');
  assert.match(await viewer.done(), /◆/);
  assert.deepEqual(viewer.errors, []);
});

test('a cell of the map is chosen by a click, and read by its words',
  async () => {
    const viewer = await open('marking');
    await viewer.look('free');
    await viewer.step('Next');
    const block = viewer.page.locator('.block.has-event canvas');
    assert.match(await block.getAttribute('aria-label'),
      /^Block \d+, cells of \d+ B: .*white.*black.*free/);
    await block.click({ position: { x: 4, y: 5 } });
    await soon(async () =>
      assert.match(viewer.page.url(), /#\d+\.\d+\+\d+@[0-9a-f]+\/collector$/));
  });

// The boxes of the memory's view by the word for their sign.
const signs = async (viewer) => {
  const words = {};
  for (const name of await viewer.boxes()) {
    const [, word] = /, (white|grey|black|candidate|dying|\d+ references?)$/
      .exec(name.replace(/, new$/, '')) ?? [];
    words[word] = (words[word] ?? 0) + 1;
  }
  return words;
};

for (const dark of [false, true]) {
  test(`colours stand on the boxes too, ${dark ? 'dark' : 'light'}`, async () => {
    const viewer = await open('marking', { dark });
    const { page } = viewer;
    await page.keyboard.press('m');
    await page.locator('.heap-side').waitFor();
    // between collections there is nothing to tell
    assert.deepEqual(Object.keys(await signs(viewer)), ['undefined']);
    assert.equal(await page.locator('.heap-legend, .box-sign').count(), 0);
    await page.keyboard.press('c');
    await viewer.look('phase');
    await viewer.step('Next');
    await viewer.step('Next');
    await page.keyboard.press('m');
    const legend = page.locator('.heap-legend');
    await legend.waitFor();
    const { white, ...others } = await signs(viewer);
    assert.ok(white >= 1, `${white} white`);
    assert.deepEqual(others, {});
    // what happens to one object, in the picture
    const box = page.getByRole('option', { name: /name "kept"/ });
    await box.click();
    const next = () => viewer.move(() =>
      legend.getByRole('button', { name: 'next' }).click());
    await next();
    assert.match(await box.locator('title').first().textContent(), /, grey/);
    assert.equal(await box.locator('.box-sign.is-grey path').count(), 1);
    assert.match(await legend.innerText(), /grey\s*[1-9]/);
    await next();
    assert.match(await box.locator('title').first().textContent(), /, black/);
    // black is the ink of the theme, white its ground
    const [fill, ink] = await box.locator('.sign-edge').evaluate((edge) => {
      const probe = document.createElement('i');
      probe.style.color = 'var(--ink)';
      document.body.append(probe);
      return [getComputedStyle(edge).fill, getComputedStyle(probe).color];
    });
    assert.equal(fill, ink);
    await viewer.move(() =>
      legend.getByRole('button', { name: 'before' }).click());
    assert.match(await box.locator('title').first().textContent(), /, grey/);
    assert.deepEqual(viewer.errors, []);
  });
}

test('counting: the boxes have their counts', async () => {
  const viewer = await open('counting');
  await viewer.page.keyboard.press('m');
  await viewer.page.locator('.heap-legend').waitFor();
  const words = await signs(viewer);
  assert.equal(words.undefined, undefined);
  assert.ok(Object.keys(words).some((word) => /reference/.test(word)),
    JSON.stringify(words));
  assert.ok(await viewer.page.locator('.box-sign text').count() > 0);
  assert.match(await viewer.page.locator('.heap-legend').innerText(),
    /References from other cells/);
  assert.deepEqual(viewer.errors, []);
});

for (const [width, height] of [[1920, 1080], [1280, 800], [800, 900],
  [390, 844]]) {
  test(`it sticks out nowhere at ${width} by ${height}`, async () => {
    const viewer = await open('marking', { width, height });
    await viewer.look('black');
    await viewer.step('Next');
    const [inner, outer] = await viewer.page.evaluate(() =>
      [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(inner <= outer, `${inner} wide on ${outer}`);
    const wide = await viewer.page.evaluate(() =>
      [...document.querySelectorAll('.collector, .collector-lists, .map, ' +
        '.collector-head, .block-map')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.className));
    assert.deepEqual(wide, []);
  });
}
