// The runtime board: what the event loop is at, and what waits for its turn.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, openViewer, program, soon } from './page.mjs';

after(closeAll);

const QUEUES = join(dirname(fileURLToPath(import.meta.url)),
  '../server/fixtures/queues.js');
const LAST_LINE = 14;

const openBoard = async (file, line, options) => {
  const viewer = await openViewer(file, options);
  await viewer.page.getByRole('tab', { name: 'Runtime' }).click();
  await viewer.page.locator('.board').waitFor();
  await viewer.move(() => viewer.page
    .locator('.cm-lineNumbers .cm-gutterElement')
    .filter({ hasText: new RegExp(`^${line}$`) }).click());
  return viewer;
};

// The tasks of a queue: what stands on their cards.
const tasks = async (viewer, queue) =>
  (await viewer.region(queue).getByRole('listitem').allInnerTexts())
    .map((text) => text.replace(/\s+/g, ' '));

test('every queue with what waits in it', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const [often, opener, late] = await tasks(viewer, 'Timers 3');
  assert.match(often, /^interval .*often\(\).* in 250 ms, every 250 ms/);
  assert.match(opener, /^timeout .*opener\(\).* in 400 ms/);
  assert.match(late, /^timeout .*late\(\).* in 10 min/);
  assert.match((await tasks(viewer, 'setImmediate 1'))[0], /soon\(\)/);
  assert.match((await tasks(viewer, 'process.nextTick 1'))[0], /next\(\)/);
  assert.match((await tasks(viewer, 'Promise jobs and microtasks 1'))[0],
    /micro\(\)/);
  assert.match((await tasks(viewer, 'Promises waited for 1'))[0],
    /passed\(\).*Promise/);
  assert.match(await viewer.region('Call stack 1 frame').innerText(),
    /script/);
  assert.deepEqual(viewer.errors, []);
});

test('the phase goes round, forwards and backwards', async () => {
  const viewer = await openBoard(QUEUES, 4);
  const phase = async () => (await viewer.page.locator('.phase.is-now')
    .innerText()).replace(/\s+/g, ' ');
  assert.match(await phase(), /timers/);
  assert.match(await viewer.page.locator('.wheel-clock').textContent(),
    /250 ms/);
  await viewer.page.getByLabel('Kind of event').selectOption('taskRun');
  // its own beginning first
  await viewer.press('E');
  assert.match(await phase(), /timers/);
  await viewer.press('E');
  assert.match(await phase(), /immediates/);
  await viewer.press('E');
  assert.match(await phase(), /program microtasks run/);
  await viewer.press('E');
  assert.match(await phase(), /program ticks run/);
});

test('a click goes to where a task was queued', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const card = viewer.region('Timers 3').getByRole('listitem')
    .filter({ hasText: 'opener' });
  await viewer.move(() =>
    card.getByRole('button', { name: /queued/ }).click());
  assert.match(await viewer.line(), /^setTimeout\(function opener/);
  assert.equal(await viewer.region('Timers 2').count(), 1);
});

test('the views are tabs, and each has a key', async () => {
  const viewer = await openViewer(QUEUES);
  const { page } = viewer;
  const shown = async (name) => {
    await page.locator(`#panel-${name}`).waitFor();
    await soon(async () => assert.equal(
      await page.getByRole('tab', { selected: true }).innerText(),
      name[0].toUpperCase() + name.slice(1)));
  };
  await page.keyboard.press('r');
  await shown('runtime');
  await page.keyboard.press('m');
  await shown('memory');
  await page.getByRole('tab', { name: 'Memory' }).focus();
  await page.keyboard.press('ArrowRight');
  await shown('runtime');
  await page.reload();
  await viewer.ready();
  await shown('runtime');
});

test('a program without anything that waits says so', async () => {
  const viewer = await openBoard(program('let n = 1;\nn = 2;\n'), 2);
  assert.equal(await viewer.region('Timers none').count(), 1);
});

for (const [width, height] of [[1920, 1080], [1280, 800], [800, 900],
  [390, 844]]) {
  test(`the board sticks out nowhere at ${width} by ${height}`, async () => {
    const viewer = await openBoard(QUEUES, LAST_LINE, { width, height });
    const { page } = viewer;
    const [inner, outer] = await page.evaluate(() =>
      [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(inner <= outer, `${inner} wide on ${outer}`);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('.board, .board-part, .task, .views')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.textContent));
    assert.deepEqual(wide, []);
    // no part lies over another
    const parts = await page.locator('.board-part').evaluateAll((list) =>
      list.map((part) => part.getBoundingClientRect().toJSON()));
    const over = parts.filter((a) => parts.some((b) => a !== b &&
      a.left < b.right - 1 && b.left < a.right - 1 &&
      a.top < b.bottom - 1 && b.top < a.bottom - 1));
    assert.deepEqual(over, []);
  });
}
