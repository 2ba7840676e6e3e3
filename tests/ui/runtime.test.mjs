// The runtime board: what the event loop is at, and what waits for its turn.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, openViewer, program, soon } from './page.mjs';

after(closeAll);

const QUEUES = join(dirname(fileURLToPath(import.meta.url)),
  '../server/fixtures/queues.js');
const LISTENER = join(dirname(QUEUES), 'listener.js');
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

const output = async (viewer) => {
  await viewer.click('To the end');
  return (await viewer.region('Console').locator('.console-text')
    .allInnerTexts()).join(' ');
};
const strip = (viewer) => viewer.region('Branch of time');
const inBranch = async (viewer, act) => {
  await act();
  await strip(viewer).waitFor();
  await soon(async () => assert.equal(
    await viewer.page.locator('.page').getAttribute('aria-busy'), 'false'));
};

test('a due time is dragged: a branch of time, and back', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const { page } = viewer;
  const moment = await viewer.moment();
  const bar = page.getByRole('slider', { name: 'Due time of late()' });
  await bar.scrollIntoViewIfNeeded();
  const { x, y, width } = await bar.boundingBox();
  await page.mouse.move(x + width - 2, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.3, y + 10, { steps: 4 });
  assert.match(await bar.getAttribute('aria-valuetext'), /^in \d+ ms/);
  await inBranch(viewer, () => page.mouse.up());
  assert.equal(await viewer.moment(), moment);
  assert.match(await strip(viewer).innerText(),
    /the timeout late\(\) is due at \d+ ms, since/);
  assert.match((await tasks(viewer, 'Timers 3'))[0], /late\(\)/);
  assert.match(await output(viewer), /soon late often open$/);
  // the past of a branch is that of the run
  await viewer.click('To the start');
  await viewer.move(() => strip(viewer)
    .getByRole('button', { name: moment }).click());
  assert.match((await tasks(viewer, 'Timers 3'))[0], /late\(\)/);
  await viewer.click('To the end');
  await viewer.move(() => strip(viewer)
    .getByRole('button', { name: 'Back to the run' }).click());
  await soon(async () => assert.equal(await strip(viewer).count(), 0));
  assert.equal(await viewer.moment(), moment);
  assert.match(await output(viewer), /soon often open late$/);
  assert.deepEqual(viewer.errors, []);
});

test('a due time is changed by keys, and a change undone', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const { page } = viewer;
  const bar = page.getByRole('slider', { name: 'Due time of opener()' });
  await bar.focus();
  await page.keyboard.press('Home');
  assert.match(await bar.getAttribute('aria-valuetext'), /^due now: Enter/);
  await inBranch(viewer, () => page.keyboard.press('Enter'));
  await inBranch(viewer, () => viewer.region('Timers 3').getByRole('listitem')
    .filter({ hasText: 'often' })
    .getByRole('button', { name: 'take it away' }).click());
  await soon(async () =>
    assert.equal(await viewer.region('Timers 2').count(), 1));
  await strip(viewer).getByRole('button', { name: /^Undo/ }).click();
  await soon(async () =>
    assert.equal(await viewer.region('Timers 3').count(), 1));
  assert.match(await strip(viewer).innerText(), /opener/);
});

test('a promise is settled by hand, an event fired', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const promise = viewer.region('Promises waited for 1');
  await promise.getByRole('button', { name: 'settle by hand' }).click();
  await promise.getByLabel('Value, as JSON').fill('"by hand"');
  await inBranch(viewer, () => viewer.page.keyboard.press('Enter'));
  assert.match(await output(viewer), /micro by hand soon/);

  const other = await openBoard(LISTENER, 7);
  await inBranch(other, () => other.region('Event listeners 1')
    .getByRole('button', { name: 'fire it', exact: true }).click());
  assert.match(await output(other), /heard ping from the target timer/);
  await other.move(() => strip(other)
    .getByRole('button', { name: 'Back to the run' }).click());
  await other.move(() => other.region('Event listeners 1')
    .getByRole('button', { name: 'added in line 3' }).click());
  assert.match(await other.line(), /^target\.addEventListener/);
});

const CLICKS = join(dirname(QUEUES), 'clicks.js');
const AWAITING = join(dirname(QUEUES), 'awaiting.js');

test('an event is fired as its class, with fields of one\'s own', async () => {
  const viewer = await openBoard(CLICKS, 13, { flags: ['--host', 'browser'] });
  const listeners = viewer.region('Event listeners 5');
  const card = (name) => listeners.getByRole('listitem')
    .filter({ hasText: name });
  const fire = card('click').getByRole('button', { name: 'fire it',
    exact: true });
  assert.equal(await fire.getAttribute('title'), 'sends a PointerEvent');
  await card('keydown').getByRole('button', { name: 'fire it with…' }).click();
  const fields = card('keydown').getByLabel('Fields of the KeyboardEvent');
  assert.equal(await fields.inputValue(), '{"key": "Enter"}');
  await fields.fill('{"key": "b"}');
  await inBranch(viewer, () => viewer.page.keyboard.press('Enter'));
  assert.match(await strip(viewer).innerText(), /keydown.*"b"/);
  assert.match(await output(viewer), /KeyboardEvent keydown .* b KeyB 66/);
  assert.deepEqual(viewer.errors, []);
});

test('who waits for a promise is a click away', async () => {
  const viewer = await openBoard(AWAITING, 12);
  const promises = viewer.region('Promises waited for 3');
  assert.equal(await promises.getByRole('button',
    { name: 'awaited in line 5' }).count(), 2);
  await viewer.move(() => promises.getByRole('listitem')
    .filter({ hasText: 'told' })
    .getByRole('button', { name: /where waited for/ }).click());
  assert.match(await viewer.line(), /^gate\.then/);
  await viewer.click('To the end');
  assert.deepEqual(viewer.errors, []);
});

test('what cannot be read is said, and nothing is changed', async () => {
  const viewer = await openBoard(QUEUES, LAST_LINE);
  const promise = viewer.region('Promises waited for 1');
  await promise.getByRole('button', { name: 'settle by hand' }).click();
  await promise.getByLabel('Value, as JSON').fill('{"a":');
  assert.match(await viewer.refusal(() => promise
    .getByRole('button', { name: 'reject' }).click()), /JSON/);
  assert.equal(await strip(viewer).count(), 0);
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
