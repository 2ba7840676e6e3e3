// The lab's pages: each opens, works by keyboard, is sound for a screen reader
// in both themes and at phone width, and a program of the learner's own is what
// the pictures show.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';
import { runProgram, skipPrediction, writeProgram } from './simulator.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'),
  'utf8');
const FIRST_LOAD = 250 * 1024;

let server;
before(async () => { server = await lab(); });
after(closeAll);

const at = (path, more = '') =>
  `${new URL(path, server.address).href}${new URL(server.address).search}${more}`;

async function open(path, options = {}) {
  const { page, errors } = await openAddress(at(path, options.more),
    { ready: false, ...options });
  await page.locator('h1, .simulator, .exercise').first().waitFor();
  return { page, errors };
}

/** A simulator whose program stands at its start. */
async function openSimulator(path, options) {
  const opened = await open(path, options);
  await opened.page.locator('.simulator[data-moment]').waitFor();
  await opened.page.locator('.cm-content').waitFor();
  return opened;
}

async function linksOf(path) {
  const { page } = await open(path);
  const links = await page.locator('.cards a').evaluateAll((all) =>
    all.map((link) => link.getAttribute('href')));
  await page.context().close();
  return links;
}

const moment = (page) => page.locator('.simulator')
  .getAttribute('data-moment');

// ---- Every page ---------------------------------------------------------------

test('every page of the lists opens without an error', async () => {
  for (const list of ['/lessons', '/simulators', '/deep-dives', '/gallery',
    '/sandbox']) {
    const links = await linksOf(list);
    assert.ok(links.length > 0, list);
    for (const link of links) {
      const { page, errors } = await open(link);
      assert.notEqual(await page.locator('h1').first().innerText(), '', link);
      assert.equal(await page.locator('.failure').count(), 0, link);
      assert.deepEqual(errors, [], link);
      await page.context().close();
    }
  }
});

test('a figure in a frame is as high as what is in it, and not the other way',
  async () => {
    const { page } = await open('/lessons/shapes', { width: 390 });
    const frame = page.locator('figure.live iframe').first();
    await frame.scrollIntoViewIfNeeded();
    await frame.contentFrame().locator('.simulator[data-moment]').waitFor();
    await page.waitForTimeout(600);
    const { height } = await frame.boundingBox();
    assert.ok(height < 3000, `it is ${height} pixels high`);
    assert.equal(Math.round(await frame.contentFrame().locator('.heap-side')
      .evaluate((heap) => heap.getBoundingClientRect().height)), 320);
    await page.context().close();
  });

test('what is not there is said', async () => {
  const { page } = await open('/lessons/nothing');
  assert.match(await page.locator('main').innerText(), /no such page/i);
});

for (const path of ['/', '/lessons', '/lessons/shapes', '/simulators/shapes',
  '/exercises/shapes', '/sandbox/case-1', '/sandbox/own',
  '/heaps', '/cheatsheet', '/deep-dives/source-to-bytecode',
  '/deep-dives/the-collector', '/gallery/10-inline-caches']) {
  for (const how of [{}, { dark: true }, { width: 390 }]) {
    test(`axe-core finds nothing on ${path} ${JSON.stringify(how)}`,
      async () => {
        const { page } = await open(path, how);
        await page.waitForLoadState('networkidle');
        await page.evaluate(AXE);
        const found = await page.evaluate(() => window.axe.run({
          iframes: false,
        }));
        assert.deepEqual(found.violations.map(({ id, nodes }) =>
          `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
        assert.equal(await page.evaluate(() =>
          document.documentElement.scrollWidth > innerWidth), false,
        'nothing is wider than the page');
        await page.context().close();
      });
  }
}

test('the first load is small, the editor apart', async () => {
  const bytes = new Map();
  const { page } = await openAddress('about:blank', { ready: false });
  page.on('response', async (response) => {
    const name = new URL(response.url()).pathname;
    if (!name.startsWith('/chunks/editor')) {
      bytes.set(name, gzipSync(await response.body()).length);
    }
  });
  await page.goto(at('/simulators/shapes'));
  await page.locator('.simulator[data-moment]').waitFor();
  await page.locator('.cm-content').waitFor();
  const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  assert.ok(total > 10_000 && total < FIRST_LOAD, `${total} bytes`);
});

// ---- Simulators ---------------------------------------------------------------

test('the run waits for a prediction, and the engine answers it', async () => {
  const { page } = await openSimulator('/simulators/runtime-board');
  const dock = page.locator('.dock');
  assert.equal(await dock.getAttribute('inert'), '');
  await page.getByLabel('Predict.').fill('job\nmicro\nsoon\nlate');
  await page.getByRole('button', { name: 'Show what happens' }).click();
  await page.locator('.verdict.is-right').waitFor();
  await page.getByRole('button', { name: 'Next question' }).click();
  await page.getByLabel('Predict.').fill('5');
  await page.getByRole('button', { name: 'Show what happens' }).click();
  await page.locator('.verdict.is-right').waitFor();
  assert.equal(await dock.getAttribute('inert'), null);
  assert.equal(await moment(page), '0.0');
  await page.getByRole('button', { name: 'Show me the moment' }).click();
  await soon(async () => assert.match(await page.locator('.trace')
    .innerText(), /deepest[\s\S]*script/));
  await page.context().close();
});

test('a wrong prediction stands beside what the engine did', async () => {
  const { page } = await openSimulator('/simulators/shapes');
  await page.getByLabel('Predict.').fill('1');
  await page.keyboard.press('Enter');
  const verdict = page.locator('.verdict.is-wrong');
  await verdict.waitFor();
  assert.match(await verdict.innerText(), /1[\s\S]*2 Shapes/);
  await page.getByRole('button', { name: 'play now' }).click();
  await page.locator('.dock:not([inert])').waitFor();
  await page.context().close();
});

test('every simulator shows the learner\'s own program', async () => {
  for (const link of await linksOf('/simulators')) {
    const { page, errors } = await openSimulator(link);
    await runProgram(page, 'const mine = { uniqueKey: 4711 };\nconsole.log(mine);');
    await skipPrediction(page);
    await page.getByTitle(/^To the end/).click();
    await soon(async () => {
      assert.match(await page.locator('.panel-console').innerText(),
        /uniqueKey: 4711/, link);
      assert.match(await page.locator('.heap').innerHTML(), /uniqueKey/, link);
    });
    assert.deepEqual(errors, [], link);
    await page.context().close();
  }
});

test('the address keeps the program and the moment', async () => {
  const { page } = await openSimulator('/simulators/copy-or-share');
  await runProgram(page, 'let first = 1;\nlet second = [first];\n');
  await skipPrediction(page);
  await page.getByTitle(/^Step over/).click();
  await soon(async () => assert.notEqual(await moment(page), '0.0'));
  const address = page.url();
  const here = await moment(page);
  assert.match(address, /\?p=[\w-]+#/);
  await page.context().close();
  const again = await openAddress(at('/'), { ready: false });
  await again.page.goto(address);
  await again.page.locator('.simulator[data-moment]').waitFor();
  await soon(async () => assert.equal(await moment(again.page), here));
  assert.match(await again.page.locator('.cm-content').innerText(),
    /let second/);
  await again.page.context().close();
});

test('a syntax error is shown under the program, with its caret', async () => {
  const { page } = await openSimulator('/simulators/shapes');
  await writeProgram(page, 'let = 1 +;');
  await page.keyboard.press('Control+Enter');
  await page.locator('.refusal').waitFor();
  assert.match(await page.locator('.refusal').innerText(), /SyntaxError/);
  await page.context().close();
});

test('by keyboard alone: predict, run, step, change the program', async () => {
  const { page } = await openSimulator('/simulators/copy-or-share');
  const tabTo = async (selector) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) =>
        document.activeElement?.matches(wanted), selector)) {
        return;
      }
      // out of the editor, which takes Tab for itself
      if (await page.evaluate(() =>
        document.activeElement?.matches('.cm-content'))) {
        await page.keyboard.press('Escape');
      }
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  await page.getByText('Which names see the change?').waitFor();
  await tabTo('.predict input');
  await page.keyboard.press('Space');
  await tabTo('.predict .main-button');
  await page.keyboard.press('Enter');
  await page.locator('.verdict').waitFor();
  await tabTo('.verdict .quiet');
  await page.keyboard.press('Enter');
  await tabTo('.dock button');
  await page.keyboard.press('ArrowRight');
  await soon(async () => assert.notEqual(await moment(page), '0.0'));
  await page.context().close();
});
