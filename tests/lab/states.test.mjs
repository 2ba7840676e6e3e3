// What can be changed on a page is in its address (ui/src/model/kept.ts): each
// state is set by hand, the address is opened by somebody else, and the state is
// seen again. A prediction is told with it, and its answer only when it was sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  closeAll, example, lab, openAddress, openViewer, program, soon,
} from '../ui/page.mjs';
import { writeProgram } from './simulator.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

async function open(path) {
  const url = new URL(path, server.address);
  url.searchParams.set('token', tokenOf(server.address));
  return (await openAddress(url.href, { ready: false })).page;
}

const tokenOf = (address) => new URL(address).searchParams.get('token');

/** Opened by somebody who was never here. */
async function again(page, token = tokenOf(server.address)) {
  await page.waitForTimeout(50);
  const url = new URL(page.url());
  url.searchParams.set('token', token);
  const { page: other, errors } =
    await openAddress(url.href, { ready: false });
  assert.deepEqual(errors, []);
  return other;
}

const settings = (page) => new URL(page.url()).searchParams;
const button = (page, name) =>
  page.getByRole('button', { name, exact: true });
const told = (page) => page.locator('.predict').innerText();

async function simulator(name, { skips = true, hash = '' } = {}) {
  const page = await open(`/simulators/${name}${hash}`);
  await page.locator('.simulator[data-moment]').waitFor();
  if (skips && !hash) await button(page, 'skip').click();
  return page;
}

async function toTheEnd(page) {
  await page.locator('.dock:not([inert])').waitFor();
  await page.getByTitle(/^To the end/).click();
  await page.locator('[data-moment$="end"]').first().waitFor();
}

const textOf = async (page) =>
  (await page.locator('.cm-line').allTextContents()).join('\n').trim();

// ---- Predictions -----------------------------------------------------------

test('who has predicted nothing sends a page that asks', async () => {
  const page = await simulator('mount-and-unmount', { skips: false });
  await page.locator('#prediction').waitFor();
  assert.equal(new URL(page.url()).hash, '');
  await page.locator('.page-tree .chip').first().click();
  await page.waitForURL(/#@/);
  await page.locator('.box.is-chosen').waitFor();
  const other = await again(page);
  await other.locator('#prediction').waitFor();
  await other.locator('.box.is-chosen').waitFor();
  assert.equal(await other.locator('.dock[inert]').count(), 1);
});

test('a prediction that is typed and not sent is told, and not its answer',
  async () => {
    const page = await simulator('shapes', { skips: false });
    await page.locator('#prediction').fill('41');
    await page.waitForURL(/[?&]guess=41/);
    const other = await again(page);
    await soon(async () => assert.equal(
      await other.locator('#prediction').inputValue(), '41'));
    assert.equal(await other.locator('.verdict').count(), 0);
    assert.equal(await other.locator('.dock[inert]').count(), 1);
    await button(other, 'Show what happens').click();
    await other.locator('.verdict').waitFor();
    assert.match(await told(other), /41/);
  });

test('predictions that were sent are told with what the engine did',
  async () => {
    const page = await simulator('shapes', { skips: false });
    await page.locator('#prediction').fill('41');
    await button(page, 'Show what happens').click();
    await page.locator('.verdict').waitFor();
    await page.waitForURL(/[?&]said=41/);
    const first = await told(page);
    let other = await again(page);
    await other.locator('.verdict').waitFor();
    assert.equal(await told(other), first);
    // one is answered: the other question is still open
    assert.equal(await other.locator('.dock[inert]').count(), 1);
    await button(page, 'Next question').click();
    await page.getByText(/\(2 of \d\)/).waitFor();
    await page.waitForURL(/[?&]guess/);
    other = await again(page);
    await other.getByText(/\(2 of \d\)/).waitFor();
    assert.equal(await other.locator('.verdict').count(), 0);
    await other.locator('.predict-options input').first().check();
    await button(other, 'Show what happens').click();
    await other.locator('.verdict').waitFor();
    await button(other, 'play now').click();
    await toTheEnd(other);
    const last = await again(other);
    await last.locator('.verdict').waitFor();
    assert.equal(await told(last), await told(other));
    assert.equal(await last.locator('.simulator')
      .getAttribute('data-moment'), await other.locator('.simulator')
      .getAttribute('data-moment'));
  });

test('several right ones that are ticked, and none of them', async () => {
  const page = await simulator('copy-or-share', { skips: false });
  const options = page.locator('.predict-options input');
  await options.nth(1).check();
  await page.waitForURL(/[?&]guess=/);
  let other = await again(page);
  await soon(async () => assert.equal(await other.locator(
    '.predict-options input').nth(1).isChecked(), true));
  await options.nth(1).uncheck();
  await button(page, 'Show what happens').click();
  await page.locator('.verdict').waitFor();
  other = await again(page);
  await other.locator('.verdict').waitFor();
  assert.match(await told(other), /\(none\)/);
});

test('the collector by hand: what survives is said, and then collected',
  async () => {
    const page = await simulator('collector');
    await toTheEnd(page);
    await button(page, 'Stop here and collect').click();
    const items = page.locator('.survivors input');
    await items.first().check();
    await page.getByLabel(/^Bytes freed/).fill('64');
    await page.waitForURL(/[?&]freed=64/);
    const other = await again(page);
    await soon(async () => assert.equal(
      await other.locator('.survivors input').first().isChecked(), true));
    assert.equal(await other.locator('.panel-hand .verdict').count(), 0);
    assert.equal(await other.getByLabel(/^Bytes freed/).inputValue(), '64');
    await button(page, 'Collect').click();
    const said = await page.locator('.panel-hand .verdict').innerText();
    const third = await again(page);
    await third.locator('.panel-hand .verdict').waitFor();
    assert.equal(await third.locator('.panel-hand .verdict').innerText(), said);
    // at another moment it is another question
    await page.getByTitle(/^Back one instruction/).click();
    await soon(() => assert.equal(settings(page).has('survivors'), false));
  });

// ---- The picture -----------------------------------------------------------

const NESTED = `function outer(a) {
  const mine = { a };
  return inner(mine);
}
function inner(it) {
  return it.a;
}
outer(1);
`;

test('the frame that was chosen, and the way back to it', async () => {
  const viewer = await openViewer(program(NESTED));
  const { page, address } = viewer;
  await page.locator('.frame').first().waitFor();
  for (let i = 0; (await viewer.frames()).length < 3 && i < 20; i++) {
    await viewer.press('i');
  }
  await page.locator('.frame-head').nth(1).click();
  await page.waitForURL(/[?&]frame=1/);
  const line = await soon(async () => {
    const found = await page.locator('.bytecode caption').textContent();
    assert.match(found, /outer/);
    return found;
  });
  const other = await again(page, tokenOf(address));
  await other.locator('.frame').nth(1).and(other.locator('.is-selected'))
    .waitFor();
  await soon(async () => assert.equal(
    await other.locator('.bytecode caption').textContent(), line));
  // it is of this moment: and there when one comes back
  await viewer.press('i');
  assert.equal(settings(page).has('frame'), false);
  await page.goBack();
  await page.locator('.frame').nth(1).and(page.locator('.is-selected'))
    .waitFor();
});

test('where the picture begins, how much it has, and of what kind',
  async () => {
    const { page, address } = await openViewer(
      example('slides/13-collection.js'), { hash: '#end' });
    await page.getByLabel('strings').uncheck();
    await page.getByLabel('of built-ins too').check();
    await page.locator('.chip').first().click();
    await page.getByRole('combobox', { name: 'Kind of event' })
      .selectOption('write');
    await page.waitForURL(/[?&]event=write/);
    assert.equal(settings(page).get('drawn'), 'functions');
    const shapes = await page.locator('.shape').count();
    const other = await again(page, tokenOf(address));
    await other.locator('.page[data-moment]').waitFor();
    assert.equal(await other.getByLabel('strings').isChecked(), false);
    assert.equal(await other.getByLabel('functions').isChecked(), true);
    assert.equal(await other.getByRole('combobox', { name: 'Kind of event' })
      .inputValue(), 'write');
    await soon(async () =>
      assert.equal(await other.locator('.shape').count(), shapes));
  });

test('the object that the picture is drawn around', async () => {
  const many = `const all = [];
for (let i = 0; i < 200; i++) all.push({ i, next: { i } });
const last = all[199];
`;
  const { page, address } = await openViewer(program(many), { hash: '#end' });
  await page.getByRole('combobox', { name: 'Cells drawn at most' })
    .selectOption('60');
  await page.waitForURL(/[?&]cells=60/);
  // its prototype is not drawn from the stack
  await page.locator('.heap .box').nth(1).click();
  await page.locator('.panel-object .chip')
    .filter({ hasText: 'constructor' }).first().click();
  await page.waitForURL(/[?&]around=/);
  const boxes = await page.locator('.heap .box').count();
  const from = page.getByRole('button', { name: /start from the stack/ });
  const said = await from.innerText();
  const other = await again(page, tokenOf(address));
  await soon(async () => assert.equal(await other.getByRole('button',
    { name: /start from the stack/ }).innerText(), said));
  await soon(async () => assert.equal(
    await other.locator('.heap .box').count(), boxes));
  await other.getByRole('button', { name: /start from the stack/ }).click();
  await soon(() => assert.equal(settings(other).has('around'), false));
});

test('a question about an object, and what falls out without a reference',
  async () => {
    const { page, address } = await openViewer(
      program('const a = { b: { c: [1, 2, 3] } };\n'), { hash: '#end' });
    await page.locator('.heap .box').last().click();
    const panel = page.locator('.panel-object');
    await button(panel, 'Why is it alive?').click();
    await panel.locator('.why-chain').first().waitFor();
    const chain = await panel.locator('.why-chain').first().innerText();
    let other = await again(page, tokenOf(address));
    await other.locator('.why-chain').first().waitFor();
    assert.equal(await other.locator('.why-chain').first().innerText(), chain);
    await panel.getByRole('button', { name: 'cut' }).first().click();
    await panel.locator('.what-if').waitFor();
    await page.waitForURL(/[?&]cut=/);
    const falls = await panel.locator('.what-if').innerText();
    other = await again(page, tokenOf(address));
    await soon(async () => assert.equal(
      await other.locator('.what-if').innerText(), falls));
  });

test('a branch of time, entered by a change and left again', async () => {
  const page = await simulator('runtime-board', { hash: '#0.0' });
  await writeProgram(page, `setTimeout(() => console.log('late'), 1000);
setTimeout(() => console.log('soon'), 10);
`);
  await page.keyboard.press('Control+Enter');
  await page.locator('.cm-content').getByText('late').waitFor();
  await button(page, 'skip').click();
  const board = page.locator('.simulator');
  const late = page.locator('.task').filter({ hasText: '1 s' });
  while (!await late.count()) {
    const here = await board.getAttribute('data-moment');
    await page.getByTitle(/^Step over/).click();
    await soon(async () => assert.notEqual(
      await board.getAttribute('data-moment'), here));
  }
  await late.getByRole('button', { name: 'make it due' }).click();
  await page.locator('.branch').waitFor();
  await toTheEnd(page);
  const said = await page.locator('.panel-console').innerText();
  assert.match(said, /late[^]*soon/);
  const other = await again(page);
  await other.locator('.branch').waitFor();
  await soon(async () => assert.equal(
    await other.locator('.panel-console').innerText(), said));
  await button(other, 'Back to the run').click();
  await soon(() => assert.equal(settings(other).has('branch'), false));
});

// ---- Tools, groups, texts --------------------------------------------------

test('the tool in hand, and how the lens groups', async () => {
  let page = await simulator('graph-builder');
  await page.getByRole('tab', { name: 'Attributes' }).click();
  await page.waitForURL(/[?&]tool=attributes/);
  let other = await again(page);
  await other.locator('#hand-tab-attributes[aria-selected=true]').waitFor();
  page = await simulator('snapshot-lens');
  await toTheEnd(page);
  await button(page, 'Take one here').click();
  await page.getByLabel('Grouped by').selectOption('kind');
  await page.locator('.lens-side tbody button').first().click();
  await page.locator('.lens-objects').waitFor();
  await page.waitForURL(/[?&]group=/);
  const lens = await page.locator('.lens-side').first().innerText();
  other = await again(page);
  await soon(async () => assert.equal(
    await other.locator('.lens-side').first().innerText(), lens));
});

test('a program that is written and does not run yet', async () => {
  const page = await simulator('shapes');
  await writeProgram(page, 'let mine = 1;\n');
  await page.waitForURL(/[?&]draft=/);
  await page.waitForTimeout(500); // the address may be that of half of it
  const other = await again(page);
  await soon(async () => assert.equal(await textOf(other), 'let mine = 1;'));
  await button(other, 'Run').waitFor();
  // it runs: it is the program itself
  await button(page, 'Run').click();
  await soon(() => assert.deepEqual(
    [settings(page).has('draft'), settings(page).has('p')], [false, true]));
});

test('an exercise whose answer was sent is judged again, and solves nothing',
  async () => {
    const page = await open('/exercises/shapes');
    await page.locator('.cm-content').waitFor();
    await button(page, 'Check').click();
    const verdict = await page.locator('.verdict').innerText();
    await page.waitForURL(/[?&]checked/);
    const other = await again(page);
    await soon(async () => assert.equal(
      await other.locator('.verdict').innerText(), verdict));
  });

test('the reference that is typed for each heap of the last exercise',
  async () => {
    const page = await open('/exercises/reading-a-snapshot');
    await page.getByLabel('Cut').nth(1).fill('all.first:second');
    await page.waitForURL(/[?&]edges=/);
    const other = await again(page);
    await soon(async () => assert.equal(
      await other.getByLabel('Cut').nth(1).inputValue(), 'all.first:second'));
    assert.equal(await other.getByLabel('Cut').first().inputValue(), '');
  });

test('a ticket: what was said of it, pointed at and mended', async () => {
  const page = await open('/sandbox/case-1?seed=1');
  await page.locator('.cm-line').first().waitFor();
  await soon(async () => assert.ok(await textOf(page)));
  let other = await again(page);
  assert.equal(await other.locator('.verdict').count(), 0);
  await button(page, 'It leaks').click();
  await page.locator('.verdict').first().waitFor();
  const edges = page.locator('.edge');
  if (await edges.count()) {
    await edges.first().click();
    await page.locator('.freed').first().waitFor();
    if (await button(page, 'Show me').count()) {
      await button(page, 'Show me').click();
    }
    await button(page, 'Judge my fix').click();
    await page.locator('.score').waitFor();
  }
  await page.waitForURL(/[?&]claim=flawed/);
  const steps = await page.locator('.sandbox-steps').innerText();
  other = await again(page);
  await other.locator('.score').waitFor();
  await soon(async () => assert.equal(
    (await other.locator('.sandbox-steps').innerText())
      .replace(/\s*This address came[^]*not kept\.\s*/, '').trim(),
    steps.trim()));
  // somebody else's points
  const stored = await other.evaluate(() => JSON.stringify(localStorage));
  assert.doesNotMatch(stored, /case-1/);
  assert.match(await other.locator('.score').innerText(), /This address came/);
  // and one's own, when the page is loaded anew
  await page.reload();
  await page.locator('.score').waitFor();
  assert.doesNotMatch(await page.locator('.score').innerText(),
    /This address came/);
  // what is written for it is there, judged or not
  await writeProgram(page, 'export const mine = 1;');
  await page.waitForURL(/[?&]p=/);
  other = await again(page);
  await soon(async () =>
    assert.equal(await textOf(other), 'export const mine = 1;'));
  // another variant is another question
  await button(page, 'Another variant').click();
  await page.waitForURL((url) => !url.searchParams.has('claim'));
  await soon(async () => assert.equal(
    await page.locator('.verdict').count(), 0));
});

test('code of one\'s own: what is repeated, where, its test, the verdict',
  async () => {
    const page = await open('/sandbox/own');
    await soon(async () => assert.ok(await textOf(page)));
    await button(page, 'a script').click().catch(() => {});
    await writeProgram(page, 'const all = [];\nfunction add(n) { all.push({ n }); }\n');
    await page.getByLabel(/^Action to repeat/).fill('add');
    await page.getByLabel('a page, with a DOM').check();
    await button(page, 'Judge it').click();
    const verdict = page.locator('.sandbox-steps .verdict').first();
    await verdict.waitFor();
    const said = await verdict.innerText();
    await page.waitForURL(/[?&]p=/);
    const other = await again(page);
    await soon(async () => assert.equal(await other.locator(
      '.sandbox-steps .verdict').first().innerText(), said));
    assert.equal(await other.getByLabel(/^Action to repeat/).inputValue(),
      'add');
    assert.equal(await other.getByLabel('a page, with a DOM').isChecked(),
      true);
    assert.match(await textOf(other), /all\.push/);
  });

test('a figure of a lesson is opened alone as it stands', async () => {
  const page = await open('/lessons/shapes');
  const figure = page.locator('figure.live').first();
  await figure.scrollIntoViewIfNeeded();
  const frame = figure.frameLocator('iframe');
  await frame.locator('.simulator[data-moment]').waitFor();
  if (await frame.getByRole('button', { name: 'skip' }).count()) {
    await frame.getByRole('button', { name: 'skip' }).click();
  }
  await toTheEnd(frame);
  const here = await frame.locator('.simulator').getAttribute('data-moment');
  await figure.getByRole('link', { name: 'open it alone' }).click();
  await page.locator(`.simulator[data-moment="${here}"]`).waitFor();
});

// ---- Heaps -----------------------------------------------------------------

test('a heap: the text of a string that was chosen',
  async () => {
    const page = await open('/heaps/shop#strings');
    const shown = (of) => of.frameLocator('iframe.heap-frame');
    const row = shown(page).locator('.row:not(.row-head)').nth(1);
    await row.click({ timeout: 60_000 });
    const detail = await shown(page).locator('.chosen-text').innerText();
    await page.waitForURL(/#strings\?.*name=/);
    const other = await again(page);
    await shown(other).locator('.chosen-text').waitFor({ timeout: 60_000 });
    assert.equal(await shown(other).locator('.chosen-text').innerText(),
      detail);
  });

test('what of a table is not in a file is said there', async () => {
  const page = await open('/heaps/shop#constructors');
  const frame = page.frameLocator('iframe.heap-frame');
  await frame.locator('.row:not(.row-head)').first()
    .waitFor({ timeout: 60_000 });
  const total = Number((await frame.locator('.panel-aside [role=status]')
    .first().innerText()).replace(/\D/g, ''));
  await frame.getByRole('button', { name: /^Export/ }).first().click();
  const [download] = await Promise.all([page.waitForEvent('download'),
    frame.getByRole('menuitem', { name: 'Save as HTML' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  const rows = text.split('<tr').length;
  if (total > 200) {
    assert.match(text, new RegExp(`These are the first 200 of ${
      total.toLocaleString('en')}: .* more are not`));
  } else {
    assert.ok(rows > total);
  }
});

// ---- Long ones -------------------------------------------------------------

test('an address with a long program is opened', async () => {
  const page = await simulator('graph-builder');
  let seed = 1;
  const noise = Array.from({ length: 1500 }, () => {
    seed = seed * 48271 % 2147483647;
    return `// ${seed.toString(36)}`;
  }).join('\n');
  await writeProgram(page, `let long = {};\n${noise}\n`);
  await button(page, 'Run').click();
  await page.waitForURL(/[?&]p=.{8000}/);
  const other = await again(page);
  await soon(async () => assert.match(await textOf(other), /^let long/));
});
