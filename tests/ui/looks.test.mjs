// Sizes, colours, and the timeline under the mouse.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, example, openViewer, soon } from './page.mjs';

after(closeAll);

test('the timeline is scrubbed with the mouse', async () => {
  const viewer = await openViewer(example('tour.js'));
  const { page } = viewer;
  const track = await page.getByRole('slider').boundingBox();
  const at = (share) => [track.x + track.width * share, track.y + 25];
  await page.mouse.move(...at(0.2));
  await viewer.move(() => page.mouse.down());
  const first = Number((await viewer.moment()).split('.')[0]);
  const length = await page.evaluate(() => window.history.length);
  await viewer.move(() => page.mouse.move(...at(0.7), { steps: 6 }));
  await page.mouse.up();
  await viewer.ready();
  const last = Number(await page.getByRole('slider')
    .getAttribute('aria-valuemax'));
  assert.ok(Math.abs(first / last - 0.2) < 0.03, `${first} of ${last}`);
  await soon(async () => {
    const second = Number((await viewer.moment()).split('.')[0]);
    assert.ok(Math.abs(second / last - 0.7) < 0.03, `${second} of ${last}`);
  });
  // one entry of the history for the whole drag
  assert.equal(await page.evaluate(() => window.history.length), length);
});

test('in a short run, the scrub reaches single instructions', async () => {
  const viewer = await openViewer(example('slides/06-transitions.js'));
  const { page } = viewer;
  const track = await page.getByRole('slider').boundingBox();
  const moments = new Set();
  for (const share of [0.05, 0.1, 0.15, 0.2, 0.3]) {
    moments.add(await viewer.move(() => page.mouse.click(
      track.x + track.width * share, track.y + 20)));
  }
  assert.equal(moments.size, 5);
});

test('the heap is dragged, zoomed, and fitted again', async () => {
  const viewer = await openViewer(example('tour.js'));
  const { page } = viewer;
  await viewer.press('End');
  const transform = () => page.locator('.scene').getAttribute('style');
  const heap = await page.locator('.heap').boundingBox();
  const start = await transform();
  await page.mouse.move(heap.x + heap.width - 12, heap.y + 70);
  await page.mouse.down();
  await page.mouse.move(heap.x + heap.width - 60, heap.y + 30, { steps: 4 });
  await page.mouse.up();
  await soon(async () => assert.notEqual(await transform(), start));
  const dragged = await transform();
  await page.mouse.wheel(0, -300);
  await page.waitForFunction((old) => document.querySelector('.scene')
    .getAttribute('style') !== old, dragged);
  await page.getByRole('button', { name: 'Show all of the heap\'s picture' })
    .click();
  await soon(async () => assert.ok(await page.locator('.heap .box-ground')
    .evaluateAll((list) => list.map((box) => box.getBoundingClientRect())
      .every(({ left, top }) => left >= 0 && top >= 0))));
});

for (const [width, height] of [[1920, 1080], [1280, 800], [800, 900],
  [390, 844]]) {
  test(`nothing sticks out at ${width} by ${height}`, async () => {
    const viewer = await openViewer(example('tour.js'), { width, height });
    await viewer.press('End');
    const { page } = viewer;
    const [inner, outer] = await page.evaluate(() =>
      [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(inner <= outer, `${inner} wide on ${outer}`);
    for (const name of ['Source', 'Stack', 'Heap', 'Object', 'Bytecode',
      'Shapes', 'Console', 'Timeline']) {
      const panel = viewer.region(name);
      await panel.scrollIntoViewIfNeeded();
      const box = await panel.boundingBox();
      assert.ok(box.width > 150 && box.height > 40, `${name}: ${
        JSON.stringify(box)}`);
    }
    // nothing of the dock is cut off, and no line of the heads
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.panel-head, .dock > *, .heap-foot, ' +
        '.totals-name')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.textContent));
    assert.deepEqual(cut, []);
    // steps are always at hand
    assert.notEqual(await viewer.click('Back one instruction'), '319.end');
  });
}

// Relative luminance and contrast, as WCAG defines them.
const contrast = (a, b) => {
  const luminance = (hex) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const value = parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92
        : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

const PAIRS = [
  ['ink', 'ground'], ['ink', 'panel'], ['ink', 'raised'], ['muted', 'panel'],
  ['muted', 'raised'], ['muted', 'ground'], ['now', 'now-ground'],
  ['changed', 'changed-ground'], ['changed', 'panel'], ['ink',
    'changed-ground'], ['ink', 'now-ground'], ['ink', 'chosen-ground'],
  ['chosen', 'panel'], ['error', 'error-ground'], ['literal', 'panel'],
  ['text', 'panel'], ['keyword', 'panel'], ['object', 'object-ground'],
  ['array', 'array-ground'], ['function', 'function-ground'],
  ['environment', 'environment-ground'], ['string', 'string-ground'],
  ['collection', 'collection-ground'], ['plumbing', 'plumbing-ground'],
  ['panel', 'changed'], ['panel', 'object'], ['panel', 'array'],
];

for (const dark of [false, true]) {
  test(`colours are readable, ${dark ? 'dark' : 'light'}`, async () => {
    const viewer = await openViewer(example('slides/06-transitions.js'),
      { dark });
    const names = [...new Set(PAIRS.flat())];
    const colours = await viewer.page.evaluate((list) => {
      const style = getComputedStyle(document.documentElement);
      return Object.fromEntries(list.map((name) =>
        [name, style.getPropertyValue(`--${name}`).trim()]));
    }, names);
    const poor = PAIRS.filter(([a, b]) =>
      contrast(colours[a], colours[b]) < 4.5);
    assert.deepEqual(poor.map(([a, b]) => `${a} on ${b}: ${
      contrast(colours[a], colours[b]).toFixed(2)}`), []);
  });
}
