// The sandbox: for every ticket the engine knows what is so, a right fix has
// all points, the program as it was written has none for its fix, and a fix
// that takes the feature away is none.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';

const LEAKS = join(dirname(fileURLToPath(import.meta.url)),
  '../../examples/leaks');
const scenarios = readdirSync(LEAKS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name);

let server;
let cases;
before(async () => {
  server = await lab();
  const { page } = await openAddress(
    server.address.replace('/?', '/sandbox?'), { ready: false });
  cases = await page.locator('.cards a').evaluateAll((all) =>
    all.map((link) => ({ href: link.getAttribute('href'),
      ticket: link.querySelector('p').textContent })));
});
after(closeAll);

const text = (name, file) => readFileSync(join(LEAKS, name, file), 'utf8');
const scenario = (name) => JSON.parse(text(name, 'scenario.json'));

async function open(name) {
  const { ticket } = scenario(name);
  const { href } = cases.find((each) => each.ticket === ticket);
  const { page } = await openAddress(
    server.address.replace('/?', `${href}?`), { ready: false });
  await page.locator('.cm-content').waitFor();
  return page;
}

async function fix(page, program) {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(program);
  await page.getByRole('button', { name: 'Judge my fix' }).click();
  await soon(async () => assert.equal(
    await page.locator('.sandbox .waiting').count(), 0));
  return page.locator('.verdict').last().innerText();
}

/** Points at links until the right one is found: how many were wrong. */
async function point(page) {
  const links = page.locator('.chain button');
  for (let at = await links.count() - 1; at >= 0; at--) {
    await links.nth(at).click();
    if (await page.locator('.step').nth(1).locator('.is-right').count()) return;
  }
  assert.fail('no link of the chain is the right one');
}

test('no page of a ticket says beforehand what is wrong with it', async () => {
  assert.equal(cases.length, scenarios.length);
  const page = await open('cycle');
  const said = await page.locator('main').innerText();
  assert.doesNotMatch(said, new RegExp(scenario('cycle').title));
});

for (const name of scenarios.filter((each) =>
  existsSync(join(LEAKS, each, 'innocent.js')))) {
  test(`${name} is sound`, async () => {
    const page = await open(name);
    await page.getByRole('button', { name: 'It is sound' }).click();
    await page.locator('.verdict.is-right').waitFor();
    assert.match(await page.locator('.step').innerText(), /no byte stays/);
    await page.context().close();
  });
}

for (const name of scenarios.filter((each) =>
  existsSync(join(LEAKS, each, 'flawed.js')))) {
  test(`${name} leaks, and its fix mends it`, async () => {
    const page = await open(name);
    await page.getByRole('button', { name: 'It leaks' }).click();
    await page.locator('.verdict.is-right').waitFor();
    await point(page);
    assert.match(await fix(page, text(name, 'flawed.js')), /Not mended/);
    assert.match(await fix(page, text(name, 'fixed.js')),
      /Mended[\s\S]*4 of 4 points/);
    await page.context().close();
  });
}

test('a fix that takes the feature away is none', async () => {
  const page = await open('listener-a-request');
  await page.getByRole('button', { name: 'It is sound' }).click();
  await page.locator('.verdict.is-wrong').waitFor();
  await page.locator('.chain button').last().click();
  const verdict = await fix(page, text('listener-a-request', 'flawed.js')
    .replace(/ {2}config\.on\('reload'[\s\S]*?\}\);\n/, ''));
  assert.match(verdict, /Not mended[\s\S]*The feature is not/);
  await page.context().close();
});

test('code of one\'s own is judged, and why is said', async () => {
  const { page } = await openAddress(
    server.address.replace('/?', '/sandbox/own?'), { ready: false });
  await page.locator('.cm-content').waitFor();
  await page.getByRole('button', { name: 'Judge it' }).click();
  await page.locator('.verdict.is-wrong').waitFor();
  assert.match(await page.locator('.suspect').innerText(), /cache/);
  await page.context().close();
});
