// Every state has an address that opens it again, and can be shown in a frame
// of another page of this machine; what a learner has done can be taken along.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import {
  closeAll, example, lab, openAddress, openViewer, soon,
} from '../ui/page.mjs';
import { writeProgram } from './simulator.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

const at = (path) => {
  const [place, hash = ''] = path.split('#');
  const [name, query] = place.split('?');
  return `${server.address.replace('/?', `${name}?`)}${
    query ? `&${query}` : ''}${hash && `#${hash}`}`;
};

const open = async (path, options) =>
  openAddress(at(path), { ready: false, ...options });

const moment = (page) =>
  page.locator('.simulator').getAttribute('data-moment');

/** What the menu of a figure, or of the page, copies. */
async function copied(page, menu, item) {
  await page.getByRole('button', { name: menu }).first().click();
  await page.getByRole('menuitem', { name: item }).click();
  const text = await page.locator('.menu:popover-open textarea').inputValue();
  await page.keyboard.press('Escape');
  return text;
}

/** A page of this machine at a port of its own. */
async function pageWith(body) {
  const pages = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>A page</title>${body}`);
  });
  await new Promise((ready) => { pages.listen(0, '127.0.0.1', ready); });
  after(() => pages.close());
  return `http://127.0.0.1:${pages.address().port}/`;
}

// ---- Addresses -------------------------------------------------------------

test('a simulator: program, moment, object and collector', async () => {
  const { page } = await open('/simulators/collector');
  await page.locator('.simulator[data-moment]').waitFor();
  await writeProgram(page, 'let mine = { kept: 1 };\nlet other = [mine];\n');
  await page.getByRole('combobox', { name: 'Collector', exact: true })
    .selectOption('counting');
  // the run begins anew, and its prediction with it
  await page.locator('.collector-head', { hasText: 'counting' }).waitFor();
  await page.getByRole('button', { name: 'skip' }).click();
  await page.locator('.dock:not([inert])').waitFor();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  await page.locator('.heap .box').first().click();
  await page.waitForURL(/@/);
  const address = await copied(page, 'Share this page', 'Copy the address');
  assert.equal(address, page.url().replace(/token=[^&#]*&?/, ''));
  await page.goto('about:blank');
  await page.goto(address);
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  assert.match(await page.locator('.collector-head').innerText(), /counting/);
  assert.match(await page.locator('.cm-content').innerText(), /kept: 1/);
  await page.locator('.box.is-chosen').waitFor();
});

test('the lens: the snapshots that were taken', async () => {
  const { page } = await open('/simulators/snapshot-lens#0.5');
  await page.locator('.simulator[data-moment="0.5"]').waitFor();
  const take = page.getByRole('button', { name: 'Take one here', exact: true });
  await take.click();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  await take.click();
  await page.waitForURL(/[?&]taken=0\.5,\d+\.end/);
  const groups = await page.locator('.lens-side').first().innerText();
  const again = await page.context().newPage();
  await again.goto(page.url());
  await again.locator('.simulator[data-moment$="end"]').waitFor();
  await soon(async () => assert.equal(
    await again.locator('.lens-side').first().innerText(), groups));
});

test('the collector: how much memory there is', async () => {
  const { page } = await open('/simulators/collector?limit=2097152');
  await page.locator('.simulator[data-moment]').waitFor();
  await page.getByRole('button', { name: 'skip' }).click();
  await page.getByRole('tab', { name: 'Force one' }).click();
  assert.equal(await page.getByLabel('Heap limit').inputValue(), '2097152');
});

test('the viewer: moment, object, and what the middle shows', async () => {
  const viewer = await openViewer(example('slides/13-collection.js'));
  const { page } = viewer;
  await viewer.press('End');
  await page.keyboard.press('c');
  await page.waitForURL(/#[\d.]+end\/collector$/);
  const address = page.url();
  const again = await openAddress(address, { ready: false });
  await again.page.locator('.panel-collector[data-moment$="end"]').waitFor();
});

test('a step of a lesson is opened at its heading', async () => {
  const { page } = await open('/lessons/shapes');
  const step = page.locator('.prose h2').nth(1);
  await step.locator('.anchor').click();
  const address = page.url();
  assert.match(address, /#[\w-]+$/);
  const { page: again } = await openAddress(address, { ready: false });
  const heading = again.locator(`[id="${address.split('#')[1]}"]`);
  await heading.waitFor();
  await soon(async () => {
    const { y } = await heading.boundingBox();
    assert.ok(y < 200, `the heading is at ${y}`);
  });
});

test('an exercise keeps its program', async () => {
  const { page } = await open('/exercises/shapes');
  await page.locator('.cm-content').waitFor();
  await writeProgram(page, 'console.log("mine");');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.waitForURL(/[?&]p=/);
  const { page: again } = await openAddress(page.url(), { ready: false });
  await soon(async () => assert.match(
    await again.locator('.cm-content').innerText(), /mine/));
});

// ---- Frames ----------------------------------------------------------------

test('a picture in a frame of another page runs there', async () => {
  const { page } = await open('/simulators/shapes');
  await page.locator('.simulator[data-moment]').waitFor();
  await page.getByRole('button', { name: 'skip' }).click();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  const here = await moment(page);
  const code = await copied(page, 'Export: Shapes', 'Copy a frame');
  assert.doesNotMatch(code, /token/);
  await page.goto(await pageWith(code));
  const frame = page.frameLocator('iframe');
  await frame.locator(`.simulator[data-moment="${here}"]`).waitFor();
  assert.equal(await frame.locator('.panel-shapes .shape').first().count(), 1);
  // this picture alone, and nothing of the site around it
  assert.equal(await frame.locator('.panel').count(), 1);
  assert.equal(await frame.locator('.site-head').count(), 0);
  await frame.getByTitle(/^Back one instruction/).click();
  await soon(async () => assert.notEqual(await moment(frame), here));
});

test('pages of the lab stand in frames without its head', async () => {
  for (const path of ['/lessons/shapes', '/gallery/14-cycles',
    '/sandbox/case-1', '/deep-dives/the-collector', '/heaps/shop',
    '/cheatsheet']) {
    const { page, errors } = await open(path);
    await page.locator('h1').first().waitFor();
    const code = await copied(page, 'Share this page', 'Copy a frame');
    await page.goto(await pageWith(code));
    const frame = page.frameLocator('iframe');
    await frame.locator('h1').first().waitFor({ state: 'attached' });
    assert.equal(await frame.locator('.site-head').count(), 0, path);
    assert.deepEqual(errors, [], path);
    await page.context().close();
  }
});

test('the viewer stands in a frame of a page that knows its address',
  async () => {
    const { address } = await openViewer(example('slides/06-transitions.js'));
    const { page } = await openAddress(await pageWith(
      `<iframe width="900" height="600" src="${
        address.replace('?', '?embed&amp;only=shapes&amp;')}#0.5"></iframe>`),
    { ready: false });
    const frame = page.frameLocator('iframe');
    await frame.locator('.page.is-embedded[data-moment="0.5"]').waitFor();
    assert.equal(await frame.locator('.panel').count(), 1);
    assert.equal(await frame.locator('.brand').count(), 0);
  });

test('a page of another machine shows nothing of it', async () => {
  const { page } = await open('/simulators/shapes');
  const address = page.url();
  await page.route('http://elsewhere.example/', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<iframe src="${address}&embed"></iframe>`,
  }));
  await page.goto('http://elsewhere.example/');
  await soon(() => assert.match(page.frames()[1].url(), /^chrome-error:/));
  assert.equal(await page.frameLocator('iframe').locator('.simulator').count(),
    0);
});

// ---- Progress --------------------------------------------------------------

const progressFile = (text) => ({ name: 'progress.json',
  mimeType: 'application/json', buffer: Buffer.from(text) });

test('what is solved is saved to a file, and one adds to what is known',
  async () => {
    const { page } = await open('/lessons');
    const line = page.locator('.progress-line');
    const load = (text) => page.locator('.progress-line input')
      .setInputFiles(progressFile(text));
    assert.match(await line.innerText(), /^0 of 11 solved/);
    await load(JSON.stringify({ solved: { shapes: '// one' } }));
    await line.getByText('1 exercise more').waitFor();
    await load(JSON.stringify(
      { solved: { shapes: '// two', arrays: '// 3' } }));
    await soon(async () =>
      assert.match(await line.innerText(), /^2 of 11 solved/));
    assert.equal(await page.locator('.card .solved').count(), 2);
    const [download] = await Promise.all([page.waitForEvent('download'),
      line.getByRole('link', { name: 'save it to a file' }).click()]);
    assert.equal(download.suggestedFilename(), 'glassheap-progress.json');
    // what was solved here stays
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.deepEqual(saved.solved, { shapes: '// one', arrays: '// 3' });
    for (const wrong of ['nothing', '{"other": 1}', 'null']) {
      await load(wrong);
      await line.getByText('holds no progress').waitFor();
    }
    await page.reload();
    assert.match(await line.innerText(), /^2 of 11 solved/);
  });
