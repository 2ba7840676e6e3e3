// The tables of what commonly leaks, on a heap that Node.js writes here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, openAddress, soon, view } from './page.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-finders-'));
const file = join(folder, 'leaks.heapsnapshot');
let server;

before(async () => {
  const { status, stderr } = spawnSync('timeout', ['60', process.execPath,
    join(HERE, 'fixtures/leaks.cjs'), file], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  server = await view(file);
});
after(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

// The view of a finder, its table filled.
async function open(name, title, options = {}) {
  const { page, errors } = await openAddress(`${server.address}#${name}`,
    { ready: false, ...options });
  const panel = page.getByRole('region', { name: title, exact: true });
  const table = panel.getByRole('grid', { name: title, exact: true });
  await soon(async () =>
    assert.equal(await table.getAttribute('aria-busy'), 'false'));
  const rows = table.locator('.rows-body [role=row]');
  const text = async (locator) =>
    (await locator.innerText()).replace(/\s+/g, ' ').trim();
  const detail = panel.locator('.finder-detail');
  const card = page.getByRole('region', { name: 'Object', exact: true });
  return { page, errors, panel, table, rows, text, detail, card };
}

test('listeners: what piles up comes first, with its function', async () => {
  const { rows, text, detail, card, panel, errors } =
    await open('listeners', 'Event listeners');
  const first = rows.first();
  await soon(async () => assert.match(await text(first),
    /EventEmitter @\d+ change piles up 200 200 /));
  assert.match(await text(panel), /1 warning/);
  await first.click();
  assert.match(await text(detail),
    /One function is there 200 times.*onChange\(\) 200 times leaks\.cjs:\d+/);
  await soon(async () => assert.equal(
    await card.locator('.object-title').innerText(), 'EventEmitter'));
  await detail.getByRole('button', { name: 'onChange()' }).click();
  await soon(async () => assert.match(
    await card.locator('.object-title').innerText(), /onChange/));
  assert.deepEqual(errors, []);
});

test('timers, by function', async () => {
  const { rows, text } = await open('timers', 'Timers');
  await soon(async () => assert.match(await text(rows.first()),
    /poll\(\) @\d+ leaks\.cjs:\d+:\d+ interval 5 /));
});

test('closures: what an environment keeps for nobody', async () => {
  const { page, rows, text, detail, table } = await open('closures',
    'Closures');
  // largest first: the one that is looked for is not far down
  await soon(async () => assert.ok(await rows.count() > 3));
  const row = rows.filter({ hasText: 'usesSmall' });
  for (let i = 0; i < 30 && !await row.count(); i++) {
    await table.evaluate((box) => { box.scrollTop += 300; });
    await page.waitForTimeout(60);
  }
  assert.match(await text(row), /usesSmall\(\) @\d+ .*huge/);
  await row.click();
  assert.match(await text(detail), /usesHuge.*no closure of it is left.*huge/);
});

test('globals: the program\'s own first; collections: how full', async () => {
  const { rows, text, panel } = await open('globals', 'Globals');
  await soon(async () => assert.match(await text(panel),
    /3 globals of the program/));
  const names = (await rows.allInnerTexts()).slice(0, 3)
    .map((line) => line.split(/\s/)[0]);
  assert.deepEqual(names.sort(), ['bus', 'kept', 'rows']);
  const other = await open('collections', 'Collections');
  await soon(async () => assert.match(await other.text(other.panel),
    /Map \d+.*for nothing.*Array/));
});

test('a heap without a page has no detached trees, and says so', async () => {
  const { panel, text } = await open('detached', 'Detached DOM trees');
  await soon(async () =>
    assert.match(await text(panel), /0 trees.*No DOM node is detached/));
});

test('the finders are tabs', async () => {
  const { page } = await open('timers', 'Timers');
  await page.getByRole('link', { name: 'Globals' }).click();
  await page.getByRole('region', { name: 'Globals', exact: true }).waitFor();
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`nothing sticks out at ${width} by ${height}`, async () => {
    for (const [name, title] of [['closures', 'Closures'],
      ['listeners', 'Event listeners'], ['collections', 'Collections']]) {
      const { page, rows } = await open(name, title, { width, height });
      await soon(async () => assert.ok(await rows.count() > 1));
      const [inner, outer] = await page.evaluate(() =>
        [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(inner <= outer, `${name}: ${inner} wide on ${outer}`);
      const cut = await rows.first().evaluate((row) =>
        row.lastElementChild.getBoundingClientRect().right -
        row.getBoundingClientRect().right);
      assert.ok(cut <= 0, `${name}: a row is cut by ${cut}`);
      await page.close();
    }
  });
}
