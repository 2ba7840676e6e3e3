// The sandbox: for every ticket, in one of its variants, the engine knows what
// is so; a decoy is a false alarm, and costs; a right fix has its points, half a
// fix some, the program as it was written none, and a fix that takes the feature
// away none. Code of one's own is judged, and what is wrong with it is said.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { scenarioNames, variantsOf } from '../../tools/variants.mjs';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';
import { writeProgram } from './simulator.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'),
  'utf8');

let server;
let cases;
before(async () => {
  server = await lab();
  const page = await openPath('/sandbox');
  cases = await page.locator('.cards a').evaluateAll((all) =>
    all.map((link) => ({ href: link.getAttribute('href'),
      ticket: link.querySelector('p').textContent })));
});
after(closeAll);

async function openPath(path, options = {}) {
  const query = path.includes('?') ? `${path}&` : `${path}?`;
  const { page } = await openAddress(server.address.replace('/?', query),
    { ready: false, ...options });
  return page;
}

const plainOf = (name) => variantsOf(name)[0];
const hrefOf = (name) => cases.find(({ ticket }) =>
  ticket === plainOf(name).scenario.ticket).href;
const programOf = ({ programs }) => programs.flawed ?? programs.innocent;
const textOf = async (page) =>
  (await page.locator('.cm-line').allTextContents()).join('\n').trim();

/** A ticket by its seed, and the variant that this is. */
async function open(name, seed, options) {
  const page = await openPath(`${hrefOf(name)}?seed=${seed}`, options);
  // the editor draws its lines in its own time, and a low one has no more than
  // the beginning
  const variant = await soon(async () => {
    const text = await textOf(page);
    const found = text && variantsOf(name).find((each) => options?.width
      ? programOf(each).startsWith(text) : programOf(each).trim() === text);
    assert.ok(found, text);
    return found;
  });
  return { page, variant };
}

/** The first seed that gives a variant of which that holds. */
async function openWhere(name, suits) {
  for (let seed = 1; ; seed++) {
    const { page, variant } = await open(name, seed);
    if (suits(variant)) return { page, variant };
    await page.context().close();
  }
}

const isFlawed = ({ scenario }) => scenario.kind === 'flawed';

async function claim(page, what) {
  await page.getByRole('button', { name: what }).click();
  await page.locator('.verdict').first().waitFor();
}

/** Points at an edge of a variant; gives what is said of it. */
async function point(page, { say }) {
  const item = page.locator('.edges li')
    .filter({ hasText: say.replaceAll('`', '') });
  await item.getByRole('button').click();
  return item.locator('.freed').innerText();
}

async function judged(page) {
  await soon(async () => assert.equal(
    await page.locator('.sandbox .waiting').count(), 0));
}

async function fix(page, program) {
  await writeProgram(page, program);
  await page.getByRole('button', { name: 'Judge my fix' }).click();
  await judged(page);
  return page.locator('.verdict').last().innerText();
}

const points = (page) => page.locator('.score h2').innerText();

// ---- Tickets ----------------------------------------------------------------

test('no page of a ticket says beforehand what is wrong with it', async () => {
  assert.equal(cases.length, scenarioNames().length);
  for (const name of ['cycle', 'promise-race']) {
    const { page, variant } = await open(name, 1);
    const said = await page.locator('main').innerText();
    assert.doesNotMatch(said, new RegExp(variant.scenario.title));
    await page.context().close();
  }
});

test('a seed is a variant, and a visit without one gets its own', async () => {
  const seen = new Set();
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) {
    const { page, variant } = await open('weakref-map', seed);
    seen.add(`${variant.variant} ${seed}`);
    await page.context().close();
  }
  assert.equal(seen.size, 9);
  assert.ok(new Set([...seen].map((each) => each.split(' ')[0])).size > 3);
  const page = await openPath(hrefOf('weakref-map'));
  await page.locator('.cm-line').nth(3).waitFor();
  assert.match(page.url(), /seed=\d+/);
  await page.context().close();
});

scenarioNames().forEach((name, at) => {
  test(`${name}, in a variant`, async () => {
    const { page, variant } = await open(name, at + 1);
    if (!isFlawed(variant)) {
      await claim(page, 'It is sound');
      assert.match(await page.locator('.step').first().innerText(),
        /no byte stays/);
      assert.match(await points(page), /5 of 5/);
      await page.context().close();
      return;
    }
    await claim(page, 'It leaks');
    const { edges } = variant.scenario;
    assert.match(await point(page, edges.find(({ why }) => why)),
      /A false alarm/);
    assert.match(await point(page, edges.find(({ why }) => !why)),
      /✓ Cutting it frees/);
    assert.match(await fix(page, variant.programs.flawed),
      /Not mended.*The feature is there/);
    assert.match(await fix(page, variant.programs.fixed), /✓ Mended/);
    assert.match(await points(page), /4 of 5/);
    await page.context().close();
  });
});

test('all points are for no false alarm', async () => {
  const { page, variant } = await openWhere('timestamp-key', isFlawed);
  await claim(page, 'It leaks');
  await point(page, variant.scenario.edges.find(({ why }) => !why));
  await fix(page, variant.programs.fixed);
  assert.match(await points(page), /5 of 5/);
  await page.goto(server.address.replace('/?', '/sandbox?'));
  assert.match(await page.locator('.total-score').innerText(),
    /5 of 5 points in 1 of 27 tickets; no false alarms/);
  await page.context().close();
});

test('to call a sound program flawed is a false alarm', async () => {
  const { page } = await open('cycle', 3);
  await claim(page, 'It leaks');
  assert.match(await page.locator('.step').first().innerText(),
    /A false alarm. It is sound/);
  assert.match(await points(page), /0 of 5/);
  assert.equal(await page.locator('.edges').count(), 0);
  await page.context().close();
});

test('half a fix has a part of the points', async () => {
  const { page, variant } = await openWhere('parked-generators', isFlawed);
  await claim(page, 'It leaks');
  await point(page, variant.scenario.edges.find(({ why }) => !why));
  assert.match(await fix(page, variant.programs.half),
    /Half mended[\s\S]*bytes stay in each round; it was [\d,]+: \d+% are gone/);
  assert.match(await points(page), /4 of 5/);
  await page.context().close();
});

test('a reference in words of one\'s own', async () => {
  const { page } = await openWhere('shared-environment',
    ({ variant }) => variant === 'plain');
  await claim(page, 'It leaks');
  await page.locator('.another summary').click();
  const another = async (name) => {
    await page.locator('#another').fill(name);
    await page.getByRole('button', { name: 'Cut it' }).click();
    await judged(page);
    return page.locator('.edges li').last().innerText();
  };
  assert.match(await another('nothing'), /no such reference/);
  assert.match(await another('handles[*]'), /✓ Cutting it frees/);
  assert.match(await page.locator('.found').innerText(), /Cut the entries/);
  await page.context().close();
});

test('a reference is pointed at in the program', async () => {
  const { page } = await openWhere('timestamp-key',
    ({ variant }) => variant === 'plain');
  await claim(page, 'It leaks');
  await page.locator('.another summary').click();
  // in the middle of a name, and then of a word of the language
  await page.locator('.cm-line').getByText('rendered', { exact: true })
    .first().click();
  const cut = page.getByRole('button', { name: '✂ the entries of rendered' });
  await cut.waitFor();
  await page.locator('.cm-line').getByText('return', { exact: true }).first()
    .click();
  await soon(async () => assert.equal(await cut.count(), 0));
  await page.locator('.cm-line').getByText('rendered', { exact: true })
    .first().click();
  await cut.click();
  await page.locator('.found').waitFor();
  assert.match(await page.locator('.found').innerText(),
    /Line 22, in priceBox, puts them there/);
  await page.context().close();
});

test('a fix that takes the feature away is none', async () => {
  const { page, variant } = await openWhere('listener-a-request',
    ({ variant: name }) => name === 'plain');
  await claim(page, 'It is sound');
  await page.locator('.verdict.is-wrong').waitFor();
  await page.getByRole('button', { name: 'Show me' }).click();
  const verdict = await fix(page, variant.programs.flawed
    .replace(/ {2}config\.on\('reload'[\s\S]*?\}\);\n/, ''));
  assert.match(verdict, /Not mended[\s\S]*The feature is not/);
  assert.match(await points(page), /0 of 5/);
  await page.context().close();
});

test('a fix that never ends is none, and that is said', async () => {
  const { page, variant } = await openWhere('weakref-map', isFlawed);
  await claim(page, 'It leaks');
  await page.getByRole('button', { name: 'Show me' }).click();
  await writeProgram(page, `for (;;) {}\n${variant.programs.flawed}`);
  await page.getByRole('button', { name: 'Judge my fix' }).click();
  await page.getByText('longer than 20 seconds').waitFor({ timeout: 60_000 });
  assert.match(await page.locator('.verdict').last().innerText(), /Not mended/);
  await page.context().close();
});

test('a ticket by keyboard alone', async () => {
  const { page, variant } = await openWhere('memoise-object', isFlawed);
  const press = async (name) => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  await press('It leaks');
  await page.locator('.edges').waitFor();
  const { say } = variant.scenario.edges.find(({ why }) => !why);
  await press(say.replaceAll('`', ''));
  // where one has pressed the button one is still
  assert.match(await page.evaluate(() => document.activeElement.className),
    /edge/);
  await page.locator('.found').waitFor();
  await page.context().close();
});

for (const how of [{}, { dark: true }, { width: 390 }]) {
  test(`axe-core finds nothing on a ticket at its end ${JSON.stringify(how)}`,
    async () => {
      const { page, variant } = await open('timestamp-key', 1, how);
      await claim(page, isFlawed(variant) ? 'It leaks' : 'It is sound');
      for (const edge of isFlawed(variant) ? variant.scenario.edges : []) {
        if (await page.locator('.found').count()) break;
        await point(page, edge);
      }
      if (isFlawed(variant)) await fix(page, variant.programs.flawed);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() =>
        window.axe.run({ iframes: false }));
      assert.deepEqual(violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
      assert.equal(await page.evaluate(() =>
        document.documentElement.scrollWidth > innerWidth), false);
      await page.context().close();
    });
}

// ---- Code of one's own --------------------------------------------------------

async function openOwn() {
  const page = await openPath('/sandbox/own');
  await page.locator('.cm-line').nth(3).waitFor();
  return page;
}

async function judge(page, program, { call = '', host, check = '' } = {}) {
  await writeProgram(page, program);
  await page.locator('#own-call').fill(call);
  await page.locator('#own-test').evaluate((area) => {
    area.closest('details').open = true;
  });
  await page.locator('#own-test').fill(check);
  if (host) await page.getByLabel(host).check();
  await page.getByRole('button', { name: 'Judge it' }).click();
  await judged(page);
  return page.locator('.sandbox-steps').innerText();
}

test('code of one\'s own is judged, and why is said', async () => {
  const page = await openOwn();
  await page.getByRole('button', { name: 'Judge it' }).click();
  await page.locator('.verdict.is-wrong').waitFor();
  assert.match(await page.locator('.suspect').innerText(), /cache/);
  assert.match(await page.locator('.sandbox-steps').innerText(),
    /The test passes/);
  // the address has it all
  const { page: other } = await openAddress(page.url()
    .replace('?', `?${server.address.split('?')[1]}&`), { ready: false });
  await other.locator('.cm-line').nth(3).waitFor();
  assert.match(await textOf(other), /const cache = new Map/);
  assert.equal(await other.locator('#own-call').inputValue(), 'handle');
  await other.context().close();
  await page.context().close();
});

test('CommonJS, and a page', async () => {
  const page = await openOwn();
  for (const [sample, holder] of [['CommonJS', /listener/i],
    ['a page', /listener/i]]) {
    await page.getByRole('button', { name: sample, exact: true }).click();
    await page.getByRole('button', { name: 'Judge it' }).click();
    await judged(page);
    await page.locator('.suspect').first().waitFor();
    assert.match(await page.locator('.suspect').first().innerText(), holder);
  }
  await page.context().close();
});

test('what is wrong with code of one\'s own is said', async () => {
  const page = await openOwn();
  const wrong = [
    ['export function a() {}\nexport function b() {}', { call: 'c' },
      /it has no function c; it exports a, b/],
    ['export function a() {}\nexport function b() {}', {},
      /which of its functions .* a, b/],
    ['export function a(n) { if (n > 2) null.x; }', {},
      /thrown in iteration 3[\s\S]*TypeError/],
    ['export const a = () => new Promise(() => {});', { call: 'a' },
      /a promise that is not settled/],
    ['export function a( {', {}, /SyntaxError|Unexpected|expected/],
    ['export const a = () => { for (let s = "x"; ;) s += [s].join(); };',
      { call: 'a' }, /memory|Invalid string length/],
    ['export function a() { return 1; }',
      { check: 'export default ({ a }, assert) => assert.equal(a(), 2);' },
      /No byte stays[\s\S]*The test fails/],
    ['export function a(n) { for (let i = 0; i < 1e4; i++) console.log(i); }',
      {}, /No byte stays/],
    ['export function a() { document.title = "x"; }', {},
      /document is not defined/],
    ['export function a() { document.title = "x"; }',
      { host: 'a page, with a DOM' }, /No byte stays/],
  ];
  for (const [program, how, words] of wrong) {
    assert.match(await judge(page, program, how), words, program);
  }
  await page.context().close();
});
