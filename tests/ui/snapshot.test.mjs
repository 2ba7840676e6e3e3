// The page about heap snapshots, on two that Node.js writes here.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GLASSHEAP } from '../server/client.mjs';
import { closeAll, openAddress, soon, view } from './page.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-snapshot-'));
const first = join(folder, 'before.heapsnapshot');
const last = join(folder, 'after.heapsnapshot');

before(() => {
  const { status, stderr } = spawnSync('timeout', ['60', process.execPath,
    join(HERE, 'fixtures/cache.cjs'), first, last], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
after(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

// Of a rectangle, where no other lies upon it.
const LABEL = { x: 20, y: 7 };

let one;
let two;

// A page on the later snapshot, or on both; servers are shared.
async function open(hash = '', { both = false, ...options } = {}) {
  if (both) two ??= view(first, last);
  else one ??= view(last);
  const { address } = await (both ? two : one);
  const { page, errors } = await openAddress(address + hash,
    { ready: false, ...options });
  await page.locator('.heap-page:not([data-view=opening])').waitFor();
  return { page, errors };
}

const panel = (page, name) =>
  page.getByRole('region', { name, exact: true });
const card = (page) => panel(page, 'Object');
const title = (page) => card(page).locator('.object-title');
const grid = (page, name) => page.getByRole('grid', { name, exact: true });
const rowsOf = (table) => table.locator('.rows-body [role=row]');
const textOf = async (locator) =>
  (await locator.innerText()).replace(/\s+/g, ' ').trim();
const hash = (page) => page.evaluate(() => window.location.hash);

// The table has its rows, and those in sight are there.
async function filled(table) {
  await soon(async () => {
    assert.equal(await table.getAttribute('aria-busy'), 'false');
    const rows = await rowsOf(table).allInnerTexts();
    assert.ok(rows.length > 0 && rows.every((text) => text.trim()));
  });
  return table;
}

test('the story: kinds, constructors, suspects with their paths', async () => {
  const { page, errors } = await open();
  const suspects = panel(page, 'Where it gathers');
  await suspects.waitFor();
  assert.match(await textOf(suspects),
    /Map @\d+ keeps [\d.]+ KB[^]*800 objects of Session[^]*cache \(Map\)/);
  const kinds = await textOf(panel(page, 'What it is made of'));
  for (const kind of ['objects', 'strings', 'code', 'functions']) {
    assert.match(kinds, new RegExp(`${kind} [\\d.]+ [KM]?B`));
  }
  assert.match(await textOf(panel(page, 'Biggest constructors')),
    /Session[^]*800/);
  assert.match(await page.title(), /^after\.heapsnapshot/);
  assert.deepEqual(errors, []);
});

test('an object\'s card: fields, retainers, the edge to cut', async () => {
  const { page } = await open();
  await panel(page, 'Where it gathers').getByRole('button', { name: /^Map/ })
    .first().click();
  await title(page).waitFor();
  assert.equal(await title(page).innerText(), 'Map');
  const why = card(page).locator('.why');
  await why.locator('.path').first().waitFor();
  assert.match(await textOf(why), /global[^]*\.cache/);
  const fields = await filled(grid(page, 'Refers to'));
  assert.match(await textOf(fields), /\{table\}[^]*\(array\) @\d+/);
  await filled(grid(page, 'Referred to by'));
  // a link opens it again
  const { page: other } = await open(await hash(page));
  await title(other).waitFor();
  assert.equal(await title(other).innerText(), 'Map');
  // and back, and Escape
  await other.keyboard.press('Escape');
  await card(other).waitFor({ state: 'detached' });
  await other.goBack();
  await title(other).waitFor();
});

test('constructors: order, filter, and what holds their objects', async () => {
  const { page } = await open('#constructors');
  const table = await filled(grid(page, 'Constructors'));
  await table.getByRole('button', { name: 'objects' }).click();
  await soon(async () => assert.equal(await table
    .getByRole('columnheader', { name: /objects/ })
    .getAttribute('aria-sort'), 'descending'));
  assert.equal(await hash(page), '#constructors?sort=count');
  await page.keyboard.press('/');
  await page.locator('.filter:focus').waitFor();
  await page.keyboard.type('Sessi');
  await soon(async () => {
    const rows = await rowsOf(table).allInnerTexts();
    assert.equal(rows.length, 1);
    assert.match(rows[0], /^Session/);
  });
  await table.focus();
  await page.keyboard.press('Enter');
  const paths = panel(page, 'Session').locator('.path').first();
  await paths.waitFor();
  assert.match(await textOf(paths),
    /800 objects.*\.cache.*entry "key.*Cut entry "key \d+" of Map.*frees/);
  assert.match(await textOf(paths.locator('.is-cut')), /entry "key/);
});

test('other ways to tell objects apart', async () => {
  const { page, errors } = await open('#constructors');
  const table = await filled(grid(page, 'Constructors'));
  const way = page.getByRole('combobox', { name: 'by' });
  await way.selectOption('shape');
  await soon(async () =>
    assert.match(await textOf(table), /^Shape .*Session \{/));
  assert.match(await hash(page), /by=shape/);
  await way.selectOption('location');
  await soon(async () =>
    assert.match(await textOf(table), /^place .*Session.* cache\.cjs:\d+:\d+/));
  // a row shows one of its objects
  await rowsOf(table).filter({ hasText: 'Session' }).first().click();
  await soon(async () => assert.match(await textOf(title(page)), /Session/));
  await way.selectOption('site');
  await page.getByText(/does not say who allocated what/).waitFor();
  await way.selectOption('constructor');
  await soon(async () =>
    assert.match(await textOf(table), /^constructor /));
  assert.deepEqual(errors, []);
});

test('a table of any length draws what is in sight', async () => {
  const { page } = await open();
  const biggest = panel(page, 'Biggest constructors');
  await biggest.getByRole('link', { name: 'global', exact: true }).click();
  const chip = page.locator('.view .chip').first();
  await chip.click();
  const fields = await filled(grid(page, 'Refers to'));
  await fields.focus();
  const total = Number(await fields.getAttribute('aria-rowcount')) - 1;
  assert.ok(total > 20, `${total} fields`);
  await page.keyboard.press('End');
  await soon(async () => {
    const active = rowsOf(fields).locator('xpath=self::*[contains(@class, ' +
      '"is-active")]');
    assert.equal(await active.getAttribute('aria-rowindex'), `${total + 1}`);
    assert.notEqual((await active.innerText()).trim(), '');
  });
  assert.ok(await rowsOf(fields).count() < 40);
});

test('3,000 elements are paged as they come into sight', async () => {
  const { page } = await open();
  await panel(page, 'Where it gathers').getByRole('listitem')
    .filter({ hasText: 'list (Array)' })
    .getByRole('button', { name: /^Array/ }).click();
  const fields = await filled(grid(page, 'Refers to'));
  await soon(async () => assert.ok(
    Number(await fields.getAttribute('aria-rowcount')) > 3000));
  await fields.evaluate((box) => { box.scrollTop = box.scrollHeight / 2; });
  await soon(async () => assert.match(await textOf(fields),
    /\[1[45]\d\d\] [^]*@\d+ 32 B/));
});

test('the treemap: down and up, by mouse and by keyboard', async () => {
  const { page } = await open('#treemap');
  const picture = page.locator('.treemap');
  await picture.locator('.tile').first().waitFor();
  const count = await picture.locator('.tile').count();
  assert.ok(count > 20 && count <= 420, `${count} rectangles`);
  await picture.getByRole('button', { name: /^global @/ })
    .click({ position: LABEL });
  const way = page.locator('.breadcrumbs');
  await soon(async () =>
    assert.match(await textOf(way), /the whole heap[^]*global @\d+/));
  await soon(async () => assert.notEqual(
    await picture.getAttribute('data-root'), '1'));
  await picture.locator('.tile[tabindex="0"]').focus();
  const named = () => page.evaluate(() =>
    document.activeElement.getAttribute('aria-label'));
  const start = await named();
  await page.keyboard.press('ArrowRight');
  const beside = await named();
  assert.notEqual(beside, start);
  await page.keyboard.press('ArrowLeft');
  const below = await named();
  await page.keyboard.press('Enter');
  const [name] = below.split(':');
  await soon(async () => assert.match(await textOf(way),
    new RegExp(`${name.match(/@\d+/)[0]}$`)));
  assert.match(await hash(page), /^#treemap\?root=\d+$/);
  // the keyboard goes on where it was
  await page.locator('.treemap:focus-within').waitFor();
  await page.keyboard.press('Backspace');
  await soon(async () => assert.match(await textOf(way), /global @\d+$/));
  await way.getByRole('link', { name: 'the whole heap' }).click();
  await soon(async () =>
    assert.match(await textOf(way), /^the whole heap @\d+$/));
});

test('strings that are there more than once', async () => {
  const { page } = await open('#strings');
  const table = await filled(grid(page, 'Strings'));
  assert.ok(Number(await table.getAttribute('aria-rowcount')) > 5);
  await table.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.chosen-text').waitFor();
});

test('two files: what changed, and which one is looked at', async () => {
  const { page, errors } = await open('#compare', { both: true });
  const table = await filled(grid(page, 'What changed'));
  const row = rowsOf(table).filter({ hasText: /^Session/ });
  assert.match(await textOf(row),
    /^Session.* 500 0 \+500 \+[\d.]+ KB/);
  await row.click();
  await title(page).waitFor();
  assert.equal(await title(page).innerText(), 'Session');
  const which = page.getByLabel('Which snapshot');
  assert.equal(await which.inputValue(), '1');
  await which.selectOption('0');
  await page.getByRole('link', { name: 'Constructors' }).click();
  await page.getByPlaceholder('name contains').fill('Session');
  const constructors = grid(page, 'Constructors');
  await soon(async () =>
    assert.match(await textOf(constructors), / Session[^]* 300 /));
  assert.match(await hash(page), /snapshot=0/);
  assert.deepEqual(errors, []);
});

test('what grows, and what to cut', async () => {
  const { page } = await open('#leaks', { both: true });
  const leaks = panel(page, 'What to cut');
  await leaks.waitFor();
  assert.match(await textOf(leaks),
    /500 Session[^]*cache[^]*Cut the entries of/);
});

test('while a file is read, the page says so', async () => {
  const server = await view('-');
  const { page } = await openAddress(server.address, { ready: false });
  const opening = page.locator('.opening');
  await opening.waitFor();
  await soon(async () =>
    assert.match(await textOf(opening), /standard input/));
  server.input.end(readFileSync(last));
  await panel(page, 'Where it gathers').waitFor();
});

test('a file that is none: told in the page, when that is there', async () => {
  const server = await view('-');
  const { page } = await openAddress(server.address, { ready: false });
  await page.locator('.opening').waitFor();
  server.input.end('{"snapshot":');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await textOf(alert), /standard input|-: /);
});

test('and at once, when it is not', async () => {
  const file = join(folder, 'none.heapsnapshot');
  writeFileSync(file, '[1, 2]');
  const child = spawn(GLASSHEAP, ['view', file, '--port', '0']);
  let text = '';
  child.stderr.on('data', (piece) => { text += piece; });
  const [status] = await once(child, 'close');
  assert.equal(status, 3);
  assert.match(text, /^glassheap: .*none\.heapsnapshot/);
});

test('without the token there is nothing to see', async () => {
  one ??= view(last);
  const { address } = await one;
  const { page } = await openAddress(
    address.replace(/token=\w+/, 'token=0123'), { ready: false });
  const banner = page.getByRole('alert');
  await banner.waitFor();
  assert.match(await textOf(banner), /No connection.*`glassheap view`/s);
});

test('the first load is small, and has no editor in it', async () => {
  const { page } = await open();
  const sizes = await page.evaluate(() =>
    performance.getEntriesByType('resource')
      .map(({ name, decodedBodySize }) => [name, decodedBodySize]));
  const whole = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(whole > 0 && whole < 160_000, JSON.stringify(sizes));
});

for (const [width, height] of [[1600, 1000], [1280, 800], [390, 844]]) {
  test(`nothing sticks out at ${width} by ${height}`, async () => {
    for (const part of ['story', 'treemap', 'constructors', 'strings',
      'compare', 'leaks']) {
      const { page } = await open(`#${part}`, { both: true, width, height });
      await page.locator(`.view-${part} .panel`).first().waitFor();
      const [inner, outer] = await page.evaluate(() =>
        [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(inner <= outer, `${part}: ${inner} wide on ${outer}`);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.top, .panel-head, .suspect')]
          .filter((box) => box.scrollWidth > box.clientWidth + 1)
          .map((box) => box.textContent));
      assert.deepEqual(cut, [], part);
      await page.context().close();
    }
  });
}
