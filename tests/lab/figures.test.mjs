// Every picture can be taken along: as an SVG or as a page, each one file that
// needs nothing else. Saved in the browser, opened offline in a fresh one, and
// compared with what is on the page.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { glassheap } from '../cli/command.mjs';
import {
  closeAll, example, lab, openAddress, openViewer, soon, view,
} from '../ui/page.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'),
  'utf8');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-figures-'));
let server;
before(async () => { server = await lab(); });
after(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

const at = (path) => server.address.replace('/?', `${path}?`);

async function openSimulator(path, options) {
  const { page, errors } = await openAddress(at(path),
    { ready: false, ...options });
  await page.locator('.simulator[data-moment]').waitFor();
  const skip = page.getByRole('button', { name: 'skip' });
  if (await skip.count()) await skip.click();
  await page.locator('.dock:not([inert])').waitFor();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  return { page, errors };
}

/** Saves the figure of a title: the path of the file. */
async function save(page, title, ending) {
  await page.getByRole('button', { name: `Export: ${title}`, exact: true })
    .first().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: `Save as ${ending}` }).click(),
  ]);
  const file = join(folder, `${Math.random()}-${download.suggestedFilename()}`);
  await download.saveAs(file);
  await page.keyboard.press('Escape');
  return file;
}

/** The file in a browser without a network, which complains of nothing and asks
 * for nothing. */
async function openOffline(file, dark = false) {
  const { page } = await openAddress('about:blank', { ready: false, dark });
  await page.context().setOffline(true);
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

/** Words that people see, each once. */
const words = (text) => new Set(text.match(/[\p{L}\p{N}@{}+.'"]{2,}/gu) ?? []);

/** Text of a picture on the page, without what works on it. */
const liveText = (page, selector) => page.locator(selector).first().evaluate(
  (picture) => {
    const copy = picture.cloneNode(true);
    for (const part of copy.querySelectorAll('.hidden, title, .figure-menu, ' +
      '.toggle, .tools, .main-button, .drop, [data-control], ' +
      '.collector-steps, .heap-foot, select, input, ' +
      '.roots, style, canvas, .depth')) {
      part.remove();
    }
    // a text of its own for each element
    for (const part of copy.querySelectorAll('*')) {
      part.prepend(' ');
      part.append(' ');
    }
    return copy.textContent;
  });

const savedText = (page) => page.evaluate(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const part of copy.querySelectorAll('style, title')) part.remove();
  for (const part of copy.querySelectorAll('*')) {
    part.prepend(' ');
    part.append(' ');
  }
  return copy.textContent;
});

/** What every file is: whole, alone, labelled, in both themes. */
async function checkFile(file, live) {
  const text = readFileSync(file, 'utf8');
  assert.doesNotMatch(text, /<script|<link|<iframe|@import|\son\w+=/i, file);
  assert.doesNotMatch(text.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ''),
    /https?:\/\//, `${file}: no reference to anything else`);
  const colours = [];
  for (const dark of [false, true]) {
    const { page, complaints } = await openOffline(file, dark);
    const saved = await savedText(page);
    assert.match(saved, /read from this (engine|heap snapshot)/, file);
    const known = words(saved);
    const missing = [...words(live)].filter((word) => !known.has(word));
    assert.deepEqual(missing, [], `${file}: words of the page are missing`);
    colours.push(await page.evaluate(() =>
      getComputedStyle(document.querySelector('.figure-ground') ??
        document.body)[document.querySelector('.figure-ground')
        ? 'fill' : 'backgroundColor']));
    assert.deepEqual(complaints, [], file);
    await page.context().close();
  }
  assert.notEqual(colours[0], colours[1], `${file}: both themes`);
}

async function checkFigure(page, title, selector) {
  const live = await liveText(page, selector);
  for (const ending of ['SVG', 'HTML']) {
    await checkFile(await save(page, title, ending), live);
  }
}

const PICTURES = {
  '/simulators/shapes': { Memory: '.heap', Shapes: '.shapes-body',
    Bytecode: '.bytecode-body', Timeline: '.legend' },
  '/simulators/runtime-board': { Runtime: '.board', Console: '.console-body' },
  '/simulators/collector': { Collector: '.collector' },
  '/simulators/closure-rooms': { Object: '.panel-object' },
  '/gallery/15-closures': { Memory: '.panel-memory' },
};

for (const [path, pictures] of Object.entries(PICTURES)) {
  test(`pictures of ${path} are files that stand alone`, async () => {
    const { page, errors } = await openSimulator(path);
    for (const [title, selector] of Object.entries(pictures)) {
      await checkFigure(page, title, selector);
    }
    assert.deepEqual(errors, []);
    await page.context().close();
  });
}

/** Figures on the page, by their titles. */
const titlesOf = (page) => page.getByRole('button', { name: /^Export: / })
  .evaluateAll((all) => all.map((button) =>
    button.getAttribute('aria-label').replace('Export: ', '')));

async function linksOf(path) {
  const { page } = await openAddress(at(path), { ready: false });
  await page.locator('.cards a').first().waitFor();
  const links = await page.locator('.cards a').evaluateAll((all) =>
    all.map((link) => link.getAttribute('href')));
  await page.context().close();
  return links;
}

test('every picture of every simulator can be taken along', async () => {
  for (const link of await linksOf('/simulators')) {
    const { page, errors } = await openSimulator(link);
    const titles = await titlesOf(page);
    assert.ok(titles.length >= 3, `${link}: ${titles}`);
    for (const title of titles) {
      const button = page.getByRole('button',
        { name: `Export: ${title}`, exact: true });
      await button.evaluate((element) =>
        element.closest('[data-figure], .panel').classList.add('is-tested'));
      const live = await liveText(page, '.is-tested');
      await page.locator('.is-tested').evaluate((element) =>
        element.classList.remove('is-tested'));
      const { page: saved, complaints } =
        await openOffline(await save(page, title, 'HTML'));
      const known = words(await savedText(saved));
      assert.deepEqual([...words(live)].filter((word) => !known.has(word)), [],
        `${link}: ${title}`);
      assert.deepEqual(complaints, []);
      await saved.context().close();
    }
    assert.deepEqual(errors, [], link);
    await page.context().close();
  }
});

test('the drawing of the memory has every box and every variable',
  async () => {
    const { page } = await openSimulator('/gallery/15-closures');
    const boxes = await page.locator('.heap [role=option]').count();
    const names = await page.locator('.variables th[scope=row]')
      .allInnerTexts();
    const file = await save(page, 'Memory', 'SVG');
    const { page: saved } = await openOffline(file);
    assert.equal(await saved.locator('.box').count(), boxes);
    assert.deepEqual((await saved.locator('.stack-name').allTextContents())
      .map((name) => name.replace('◆ ', '')).sort(), names.sort());
    // vector: shapes and text, nothing of a page inside of it
    assert.equal(await saved.locator('foreignObject, img').count(), 0);
    // programs that know no style sheets read attributes
    assert.match(readFileSync(file, 'utf8'), /<text[^>]* fill="rgb/);
    // nothing lies outside of the drawing
    const outside = await saved.evaluate(() => {
      const { width, height } = document.documentElement.viewBox.baseVal;
      const edge = document.documentElement.getBoundingClientRect();
      return [...document.querySelectorAll('text, rect')].filter((part) => {
        const { right, bottom, left, top } = part.getBoundingClientRect();
        return right - edge.left > width + 1 ||
          bottom - edge.top > height + 1 || left < edge.left - 1 ||
          top < edge.top - 1;
      }).map(({ textContent }) => textContent);
    });
    assert.deepEqual(outside, []);
    await page.context().close();
  });

test('boxes in a file are where they are on the page', async () => {
  const { page } = await openSimulator('/simulators/runtime-board');
  const boxes = (place, part) => place.locator(part).evaluateAll((all) => {
    const edge = all[0].getBoundingClientRect();
    return all.map((each) => {
      // heights are less where a control is left out
      const { x, width } = each.getBoundingClientRect();
      return [x - edge.x, width].map(Math.round);
    });
  });
  for (const ending of ['HTML', 'SVG']) {
    const { page: saved } =
      await openOffline(await save(page, 'Runtime', ending));
    for (const part of ['.board-part', '.phase', '.board h3']) {
      const [live, still] = [await boxes(page, part), await boxes(saved, part)];
      assert.equal(still.length, live.length);
      live.flat().forEach((value, at) => assert.ok(
        Math.abs(value - still.flat()[at]) <= 2, `${part}: ${live} ${still}`));
    }
    await saved.context().close();
  }
  await page.context().close();
});

test('the caption says program, moment, engine, and how V8 differs',
  async () => {
    const { page } = await openSimulator('/simulators/shapes');
    const file = await save(page, 'Shapes', 'HTML');
    const { page: saved } = await openOffline(file);
    const caption = await saved.locator('figcaption').innerText();
    assert.match(caption,
      /shapes\.js at moment \d+\.end; Glassheap's engine \d/);
    assert.match(caption, /V8 differs: V8 (calls a Shape a|says) Map/);
    const { page: memory } = await openOffline(await save(page, 'Memory',
      'SVG'));
    assert.match(await memory.locator('.figure-words').textContent(),
      /A model: Where a box stands/);
    await saved.locator('summary').click();
    assert.match(await saved.locator('.figure-source').innerText(), /Point/);
    await page.context().close();
  });

test('a treemap and a table of a heap are files that stand alone',
  async () => {
    const heap = join(folder, 'shop.heapsnapshot');
    const { status, stderr } = await glassheap(['snapshot', '--output', heap,
      join(import.meta.dirname, '../../lab/heaps/shop.js')]);
    assert.equal(status, 0, stderr);
    const { address } = await view(heap);
    const { page, errors } = await openAddress(`${address}#treemap`,
      { ready: false });
    await page.locator('.treemap .tile').first().waitFor();
    await checkFigure(page, 'What keeps it alive', '.treemap');
    await page.goto(`${address}#constructors`);
    await page.locator('.rows .row').nth(3).waitFor();
    await checkFigure(page, 'Constructors', '.rows');
    assert.deepEqual(errors, []);
  });

test('axe-core finds nothing in an open menu', async () => {
  for (const dark of [false, true]) {
    const { page } = await openSimulator('/simulators/shapes', { dark });
    await page.getByRole('button', { name: 'Export: Memory' }).click();
    await page.getByRole('menuitem', { name: 'Copy a frame' }).click();
    await page.locator('.menu-copied').waitFor();
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      window.axe.run('.menu:popover-open, .panel-editor'));
    assert.deepEqual(violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
    await page.context().close();
  }
});

test('the viewer\'s pictures, by keyboard alone', async () => {
  const viewer = await openViewer(example('slides/06-transitions.js'));
  const { page } = viewer;
  await viewer.press('End');
  await page.locator('.shapes-body').focus();
  await page.keyboard.press('x');
  const item = () => page.evaluate(() => document.activeElement.textContent);
  await soon(async () => assert.match(await item(), /Save as SVG/));
  await page.keyboard.press('ArrowDown');
  assert.match(await item(), /Save as HTML/);
  const [download] = await Promise.all([page.waitForEvent('download'),
    page.keyboard.press('Enter')]);
  assert.match(download.suggestedFilename(),
    /^06-transitions-\d+\.end-shapes\.html$/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.menu:popover-open').count(), 0);
  // back to where the keyboard was
  assert.equal(await page.evaluate(() =>
    document.activeElement.getAttribute('aria-label')), 'Trees of Shapes');
});
