// The page opens on a run, at any moment of it, and says so when it cannot.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, example, openAddress, openViewer, program, soon } from
  './page.mjs';

after(closeAll);

test('a reader of screens and a person without motion are served', async () => {
  const viewer = await openViewer(example('tour.js'));
  await viewer.press('End');
  // the tests' browser asks for less motion: nothing moves by itself
  const moving = await viewer.page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== 'none' ||
        !/^(0s|)(, 0s)*$/.test(style.transitionDuration);
    }).map((element) => element.outerHTML.slice(0, 60)));
  assert.deepEqual(moving, []);
  const nameless = await viewer.page.evaluate(() => {
    const named = (element) => element.getAttribute('aria-label') ||
      element.getAttribute('aria-labelledby') || element.labels?.length ||
      element.textContent.trim();
    return [...document.querySelectorAll('button, input, select, [role=slider],'
      + ' [role=listbox], [role=option], section, [tabindex="0"]')]
      .filter((element) => !named(element))
      .map((element) => element.outerHTML.slice(0, 80));
  });
  assert.deepEqual(nameless, []);
});

test('the page opens at the start, with every panel', async () => {
  const viewer = await openViewer(example('tour.js'));
  assert.match(await viewer.page.title(), /tour\.js/);
  assert.equal(await viewer.moment(), '0.0');
  for (const name of ['Source', 'Bytecode', 'Memory', 'Stack', 'Heap',
    'Console', 'Object', 'Shapes', 'Timeline', 'What happened',
    'Heap by kind', 'Move through the run']) {
    assert.equal(await viewer.region(name).count(), 1, name);
  }
  assert.match(await viewer.happened(), /^The start, before/);
  await soon(() =>
    assert.equal(new URL(viewer.page.url()).hash, '#0.0'));
  assert.deepEqual(viewer.errors, []);
});

test('before the first statement, no text is marked as running', async () => {
  const viewer = await openViewer(example('slides/06-transitions.js'));
  const marked = viewer.page.locator('.span-call, .span-statement');
  assert.equal(await marked.count(), 0);
  await viewer.press('n');
  assert.equal(await marked.first().innerText(), 'let o = {};');
});

test('a link opens its moment and its object again', async () => {
  const viewer = await openViewer(example('tour.js'));
  await viewer.press('End');
  await viewer.box(/^Array, length 5/).click();
  await viewer.page.waitForFunction(() => location.hash.includes('@'));
  const link = viewer.page.url();
  const boxes = await viewer.boxes();
  const again = await openAddress(link);
  assert.equal(await again.moment(), await viewer.moment());
  assert.deepEqual(await again.boxes(), boxes);
  await soon(async () => {
    assert.equal(await again.region('Object').locator('.object-title')
      .innerText(), 'Array(5)');
    assert.equal(again.page.url(), link);
  });
});

test('reloading stays at the moment', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  await viewer.press('i');
  const moment = await viewer.press('i');
  await viewer.page.reload();
  await viewer.ready();
  assert.equal(await viewer.moment(), moment);
  await soon(() =>
    assert.equal(new URL(viewer.page.url()).hash, `#${moment}`));
});

test('a link to a moment that does not exist says so', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'),
    { hash: '#99999.7' });
  await soon(async () => assert.match(
    await viewer.page.getByRole('alert').innerText(), /99999\.7/));
  assert.match(await viewer.moment(), /^\d+\.(\d+|end)$/);
});

test('back and forward of the browser walk the moments', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  const first = await viewer.press('i');
  const second = await viewer.press('i');
  assert.equal(await viewer.move(() => viewer.page.goBack()), first);
  assert.equal(await viewer.move(() => viewer.page.goForward()), second);
});

test('a wrong token is one clear line', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  const wrong = viewer.address.replace(/token=\w+/, 'token=0123');
  const other = await openAddress(wrong, { ready: false });
  const banner = other.page.getByRole('alert');
  await banner.waitFor();
  assert.match(await banner.innerText(), /No connection.*`glassheap watch`/s);
});

test('the server ends: the page says so and keeps what it shows', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  await viewer.press('End');
  const boxes = await viewer.boxes();
  await viewer.server.stop();
  const banner = viewer.page.getByRole('alert');
  await banner.waitFor();
  assert.match(await banner.innerText(), /The program's server ended/);
  assert.deepEqual(await viewer.boxes(), boxes);
  const again = banner.getByRole('button', { name: 'Try again' });
  assert.ok(await again.isVisible());
});

test('an uncaught exception is the end, with its text', async () => {
  const viewer = await openViewer(program(
    'function f(x) {\n  return x.y.z;\n}\nf({});\n'));
  await viewer.press('End');
  assert.match(await viewer.happened(), /^Uncaught exception\. Line 2 in f/);
  assert.match(await viewer.happened(), /TypeError/);
  assert.deepEqual(await viewer.frames(), ['f', 'script']);
});
