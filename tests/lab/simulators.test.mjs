// The eight simulators: another program in each, and the pictures follow it;
// what is done by hand, by mouse and by keyboard, forwards and back; and the
// answers of the engine to predictions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';
import { runProgram, skipPrediction } from './simulator.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'),
  'utf8');
const NAMES = ['runtime-board', 'copy-or-share', 'graph-builder', 'shapes',
  'collector', 'closure-rooms', 'mount-and-unmount', 'snapshot-lens'];
const LOOKS = [{}, { dark: true }, { width: 390 }, { width: 768 }];

let server;
before(async () => { server = await lab(); });
after(closeAll);

// ---- Words ------------------------------------------------------------------

async function open(name, options = {}) {
  const url = new URL(`/simulators/${name}`, server.address);
  url.search = new URL(server.address).search;
  const { page, errors } = await openAddress(url.href,
    { ready: false, ...options });
  await page.locator('.simulator[data-moment]').waitFor();
  await page.locator('.cm-content').waitFor();
  return { page, errors };
}

const button = (page, name) => page.getByRole('button', { name, exact: true });

async function toTheEnd(page) {
  await page.getByTitle(/^To the end/).click();
  await soon(async () => assert.match(await page.locator('.simulator')
    .getAttribute('data-moment'), /end$/));
}

// A simulator with a program of ours, at its end.
async function atTheEnd(name, text, options) {
  const opened = await open(name, options);
  await runProgram(opened.page, text);
  await skipPrediction(opened.page);
  await toTheEnd(opened.page);
  return opened;
}

const momentOf = (page) =>
  page.locator('.simulator').getAttribute('data-moment');

const program = (page) => page.locator('.cm-content').evaluate((content) =>
  [...content.querySelectorAll('.cm-line')].map((line) => line.textContent)
    .join('\n'));

const textOf = async (page, selector) =>
  (await page.locator(selector).innerText()).replace(/\s+/g, ' ');

const says = (page, selector, wanted) => soon(async () =>
  assert.match(await textOf(page, selector), wanted));

const list = (page, name) =>
  page.getByRole('combobox', { name, exact: true });

const tab = (page, name) => page.getByRole('tab', { name, exact: true }).click();

async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) =>
      document.activeElement?.matches(wanted), selector)) return;
    if (await page.evaluate(() =>
      document.activeElement?.matches('.cm-content'))) {
      await page.keyboard.press('Escape');
    }
  }
  assert.fail(`Tab does not reach ${selector}`);
}

// Answers the question that is there; gives the verdict.
async function predict(page, answer) {
  await page.locator('.predict form').waitFor();
  const asked = await textOf(page, '.predict form');
  if (Array.isArray(answer)) {
    for (const option of answer) {
      await page.locator('.predict-options').getByLabel(option, { exact: true })
        .check();
    }
  } else {
    await page.locator('#prediction').fill(answer);
  }
  await button(page, 'Show what happens').click();
  await page.locator('.verdict').waitFor();
  return { asked, said: await textOf(page, '.verdict') };
}

const next = (page) => button(page, 'Next question').click();

// ---- 1: Runtime board -------------------------------------------------------

const LOOP = `setTimeout(function last() { console.log(3); }, 500);
setImmediate(function second() { console.log(2); });
process.nextTick(function first() { console.log(1); });
function down(n) { if (!n) throw new Error('floor'); down(n - 1); }
try { down(1); } catch {}
`;

test('board: order of callbacks, depth at a throw, and its stack trace',
  async () => {
    const { page, errors } = await open('runtime-board');
    await runProgram(page, LOOP);
    const order = await predict(page, 'first\nsecond\nlast');
    assert.match(order.asked, /Which 3 callbacks/);
    assert.match(order.said, /As you said/);
    await next(page);
    const depth = await predict(page, '1');
    assert.match(depth.said, /Not quite.*3 frames.*down ← down ← script/);
    await button(page, 'Show me the moment').click();
    await says(page, '.board-trace', /at down \(4:\d+\).*at script \(5:/);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

test('board: a timer made due by hand is a branch, and can be undone',
  async () => {
    const { page } = await open('runtime-board');
    await runProgram(page, LOOP);
    await skipPrediction(page);
    await page.locator('.cm-lineNumbers .cm-gutterElement',
      { hasText: /^3$/ }).click();
    await page.locator('.task-timeout').first().waitFor();
    await button(page, 'take it away').first().click();
    await says(page, '.branch', /branch of time.*waits no more/);
    await toTheEnd(page);
    assert.doesNotMatch(await textOf(page, '.panel-console'), /3/);
    await button(page, 'Back to the run').click();
    await page.locator('.branch').waitFor({ state: 'detached' });
    await page.context().close();
  });

// ---- 2: Copy or share -------------------------------------------------------

test('copy: what is done to a name is written, drawn and undone', async () => {
  const { page, errors } = await atTheEnd('copy-or-share',
    'let one = { total: 1 };\nlet two = one;\n');
  const letters = () => page.locator('.names .identity')
    .evaluateAll((all) => all.map((each) => each.textContent.slice(-1)));
  await soon(async () => assert.deepEqual(await letters(), ['A', 'A']));
  await list(page, 'What').selectOption('spread');
  await button(page, 'Do it').click();
  await soon(async () => assert.match(await program(page),
    /let spread1 = \{ \.\.\.one \};/));
  await soon(async () => assert.deepEqual(await letters(), ['A', 'A', 'B']));
  await list(page, 'What').selectOption('capture');
  await button(page, 'Do it').click();
  await says(page, '.names', /one let environment @\w+, slot 0/);
  await button(page, 'undo').click();
  await says(page, '.names', /one let the frame, r\d/);
  assert.doesNotMatch(await program(page), /let read1/);
  await button(page, 'do it again').click();
  await soon(async () => assert.match(await program(page), /read1 = \(\) => one/));
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('copy: which names see a change, and which variables live on the heap',
  async () => {
    const { page } = await open('copy-or-share');
    await runProgram(page, `let a = { n: 1 };
let b = { inner: a };
let c = { n: 1 };
let read = () => c;
a.n = 2;
`);
    const sees = await predict(page, ['a', 'b']);
    assert.match(sees.asked, /Line 5, “a\.n = 2;”/);
    assert.match(sees.said, /As you said/);
    await next(page);
    assert.match((await predict(page, ['read'])).said, /Not quite.*engine c/);
    await page.context().close();
  });

// ---- 3: Graph builder -------------------------------------------------------

test('graph: an arrow is drawn by pointing, and is code; code is an arrow',
  async () => {
    const { page, errors } = await atTheEnd('graph-builder',
      'let sun = { name: \'sun\' };\nlet moon = { name: \'moon\' };\n');
    const point = (text) => page.locator('.heap [role=option]',
      { hasText: text }).first().click();
    await point('"sun"');
    await point('"moon"');
    await page.getByLabel('Property or index').fill('light');
    await says(page, '.hand-code', /sun\.light = moon;/);
    await button(page, 'Draw the arrow').click();
    await soon(async () => assert.match(await program(page),
      /sun\.light = moon;/));
    await soon(async () => assert.match(await page.locator('.heap').innerHTML(),
      /light/));
    await button(page, 'New array').click();
    await soon(async () => assert.match(await program(page),
      /let list1 = \[\];/));
    await list(page, 'From').selectOption('list1');
    await page.getByLabel('Property or index').fill('1000000');
    await list(page, 'To').selectOption('sun');
    await button(page, 'Draw the arrow').click();
    await soon(async () => assert.match(await program(page),
      /list1\[1000000\] = sun;/));
    await page.locator('.heap [role=option]', { hasText: '1000001' }).first()
      .click();
    await says(page, '.panel-object', /Elements ?dictionary/);
    await tab(page, 'Attributes');
    await list(page, 'Object').selectOption('moon');
    await button(page, 'Define it').click();
    await soon(async () => assert.match(await program(page),
      /Object\.defineProperty\(moon, "fixed"/));
    await page.locator('.frame tr', { hasText: 'moon' }).locator('.chip')
      .click();
    await says(page, '.panel-object', /fixed.*not writable, enumerable/);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

test('graph: in-degree, and which array goes to a dictionary', async () => {
  const { page } = await open('graph-builder');
  await runProgram(page, `let hub = {};
let near = [hub, hub];
let far = [];
far[5e6] = hub;
`);
  const degree = await predict(page, '4');
  assert.match(degree.asked, /that hub names/);
  assert.match(degree.said, /As you said/);
  await next(page);
  assert.match((await predict(page, ['far'])).said, /As you said/);
  await page.context().close();
});

test('graph by keyboard alone: draw an arrow, cut it, undo', async () => {
  const { page } = await atTheEnd('graph-builder',
    'let left = {};\nlet right = { big: new Array(100) };\n');
  await tabTo(page, '.hand-fields select');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('friend');
  await page.keyboard.press('Enter');
  await soon(async () => assert.match(await program(page), /left\.friend = /));
  await tabTo(page, '[role=tab][aria-selected=true]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.locator('#hand-tab-whatif:focus').waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await list(page, 'Reference').inputValue(), 'left');
  await tabTo(page, '.hand-buttons .main-button');
  await page.keyboard.press('Enter');
  await says(page, '.hand-result', /Without left:.*frees 1 object/);
  await soon(async () => assert.match(await page.locator('[role=status]')
    .first().innerText(), /collection frees 1 object/));
  await tabTo(page, '.hand-result button');
  await page.keyboard.press('Enter');
  await page.locator('.hand-result').waitFor({ state: 'detached' });
  await page.context().close();
});

// ---- 4: Shapes and caches ---------------------------------------------------

test('shapes: order of keys, deletion and call sites change the pictures',
  async () => {
    const { page, errors } = await atTheEnd('shapes',
      `let p = { x: 1, y: 2 };
function get(o) { return o.x; }
get(p);
`);
    const tables = () => page.locator('.slots caption').count();
    await soon(async () => assert.equal(await tables(), 1));
    await button(page, 'Other order').click();
    await button(page, 'Make one').click();
    await soon(async () => assert.match(await program(page),
      /let p1 = \{ y: 0, x: 1 \};/));
    await soon(async () => assert.equal(await tables(), 2));
    await page.locator('.hand-fields').getByRole('button',
      { name: 'Delete' }).click();
    await soon(async () => assert.match(await program(page), /delete p\.x;/));
    await tab(page, 'Call');
    await list(page, 'With').selectOption('p1');
    await button(page, 'Call it').click();
    await soon(async () => assert.match(await program(page), /get\(p1\);/));
    assert.deepEqual(errors, []);
    await page.context().close();
  });

test('shapes: a line of the program and its bytecode point at each other',
  async () => {
    const { page } = await atTheEnd('shapes',
      'let p = { x: 1 };\nlet q = p.x;\nq;\n');
    await page.locator('.cm-line', { hasText: 'let q' }).hover();
    await page.locator('.bytecode tr.is-pointed', { hasText: 'GetField' })
      .waitFor();
    await page.locator('.bytecode tr', { hasText: 'GetField' }).hover();
    await soon(async () => assert.match((await page
      .locator('.cm-content .span-pointed').allInnerTexts()).join(''), /x/));
    await page.context().close();
  });

test('shapes: hits and misses beside each cache, at any moment', async () => {
  const { page, errors } = await atTheEnd('shapes', `function get(o) {
  return o.x;
}
let a = { x: 1 }, b = { y: 1, x: 2 };
get(a); get(a); get(b); get(a);
`);
  const row = page.locator('.bytecode tr', { hasText: 'GetField' });
  const counts = () => row.locator('.count').allInnerTexts();
  // back into the last call
  await page.locator('.panel-bytecode h2').click();
  for (let i = 0; i < 8 && !await row.count(); i++) {
    const moment = await momentOf(page);
    await page.keyboard.press('I');
    await soon(async () => assert.notEqual(await momentOf(page), moment));
  }
  await soon(async () => assert.deepEqual(await counts(), ['1', '2']));
  await row.locator('.cache').click();
  const entries = page.locator('.cache-entries');
  await soon(async () => assert.match(await entries.innerText(),
    /polymorphic, run 3 times: 1 hit, 2 misses/));
  const missed = entries.locator('.missed li');
  assert.match(await missed.nth(1).innerText(),
    /\{y, x\}.*it knew nothing of that Shape/s);
  // to the second miss: the instruction has still to run
  const there = missed.nth(1).locator('button.quiet');
  const moment = await there.innerText();
  await there.click();
  await page.locator(`.simulator[data-moment="${moment}"]`).waitFor();
  await soon(async () => assert.deepEqual(await counts(), ['1', '1']));
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('shapes: how many, and what a cache has learned', async () => {
  const { page } = await open('shapes');
  await runProgram(page, `function get(o) { return o.x; }
let a = { x: 1 }, b = { y: 1, x: 2 }, c = { z: 1, x: 3 };
get(a); get(b); get(c);
`);
  assert.match((await predict(page, '3')).said, /As you said/);
  await next(page);
  const cache = await predict(page, ['monomorphic']);
  assert.match(cache.asked, /GetField.*"x" in get, line 1, runs 3 times/);
  assert.match(cache.said, /Not quite.*polymorphic.*0 hits, 3 misses/);
  await next(page);
  const misses = await predict(page, '3');
  assert.match(misses.asked, /GetField.*How often does its cache miss\?/);
  assert.match(misses.said, /As you said.*\d+\.\d+ by \{z, x\}/);
  await page.context().close();
});

// ---- 5: Play the collector --------------------------------------------------

const CYCLE = `let kept = { name: 'kept' };
let ring = { name: 'ring' };
ring.self = ring;
ring = null;
let last = 1;
`;

test('collector: survivors to the object, under either collector', async () => {
  const { page, errors } = await atTheEnd('collector', CYCLE);
  await button(page, 'Stop here and collect').click();
  const heap = page.locator('.survivors');
  await heap.getByLabel(/name: "kept"/).check();
  assert.equal(await heap.getByLabel(/name: "ring"/).count(), 1);
  await button(page, 'Collect').click();
  await says(page, '.panel-hand .verdict', /As the engine does.*frees/);
  await list(page, 'Collector').selectOption('counting');
  await page.locator('.predict form').waitFor();
  await skipPrediction(page);
  await toTheEnd(page);
  await button(page, 'Stop here and collect').click();
  await page.locator('.panel-hand .main-button', { hasText: 'Collect' })
    .waitFor();
  // a cycle is never freed: no candidate for death
  await soon(async () => assert.equal(
    await heap.getByLabel(/name: "ring"/).count(), 0));
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('collector: the same run beside it, a limit, and a forced collection',
  async () => {
    const { page, errors } = await open('collector');
    await runProgram(page, CYCLE);
    await skipPrediction(page);
    for (let i = 0; i < 4; i++) {
      await page.getByTitle(/^Step over/).click();
      await page.locator('.simulator[data-moment]').waitFor();
    }
    await toTheEnd(page);
    await tab(page, 'Force one');
    await button(page, 'Collect here').click();
    await soon(async () => assert.match(await program(page), /gc\(\);/));
    await says(page, '.panel-beside', /under reference counting/);
    await list(page, 'Heap limit').selectOption({ label: '1 MB' });
    await soon(async () => assert.match(await page.locator('.heap-share, .board')
      .count().then(() => textOf(page, '.panel-collector')), /marking/));
    assert.deepEqual(errors, []);
    await page.context().close();
  });

// ---- 6: Closure rooms -------------------------------------------------------

const ROOMS = `function make() {
  const buffer = new Array(2000).fill(0);
  const label = 'small';
  const big = () => buffer.length;
  const small = () => label;
  big();
  return small;
}

let keep = make();
`;

test('rooms: who keeps the buffer, and moving it empties the room', async () => {
  const { page, errors } = await open('closure-rooms');
  await runProgram(page, ROOMS);
  const kept = await predict(page, '16000');
  assert.match(kept.said, /As you said|Not quite.*1\d{4} bytes/);
  await next(page);
  assert.match((await predict(page, ['buffer'])).said, /As you said/);
  await toTheEnd(page);
  await says(page, '.panel-rooms', /room of make\(\).*buffer.*held by.*small/);
  await list(page, 'Variable').selectOption('buffer');
  await list(page, 'Goes').selectOption('block');
  await button(page, 'Move it').click();
  await soon(async () => assert.match(await program(page),
    /let big;\n\s+\{\n\s+const buffer = [^\n]*\n\s+big = \(\) => buffer\.length;\n\s+\}/));
  await soon(async () => assert.doesNotMatch(
    await textOf(page, '.panel-rooms'), /buffer/));
  await says(page, '.panel-rooms', /label/);
  await button(page, 'undo').click();
  await says(page, '.panel-rooms', /buffer/);
  assert.deepEqual(errors, []);
  await page.context().close();
});

// ---- 7: Mount and unmount ---------------------------------------------------

const LEAK = (more) => `const nodes = [];
function cycle(n) {
  const row = document.createElement('p');
  ${more}
}
for (let i = 0; i < 4; i++) cycle(i);
`;

test('mount: growth a cycle to the byte, and none when nothing stays',
  async () => {
    const { page, errors } = await open('mount-and-unmount');
    await runProgram(page, LEAK('nodes.push(row);'));
    assert.match((await predict(page, '4')).said, /As you said.*4 elements/);
    await next(page);
    const growth = await predict(page, '1');
    assert.match(growth.said, /engine \d+ bytes a cycle/);
    const [, bytes] = /engine (\d+) bytes/.exec(growth.said);
    await next(page);
    await page.locator('.predict form').waitFor();
    await skipPrediction(page);
    await says(page, '.growth-head', new RegExp(`${bytes} bytes stay`));
    await toTheEnd(page);
    await list(page, 'Take away').selectOption('nodes.length = 0;');
    await button(page, 'Do it').click();
    await soon(async () => assert.match(await program(page),
      /nodes\.length = 0;\ngc\(\);/));
    await page.getByLabel('Times').fill('7');
    await button(page, 'Mount and unmount').click();
    await soon(async () => assert.match(await program(page),
      /i < 7; i\+\+\) cycle\(i\);/));
    await runProgram(page, LEAK('row.remove();'));
    await skipPrediction(page);
    await says(page, '.growth-head', /^0 bytes stay.*nothing grows/);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

// ---- 8: Snapshot lens -------------------------------------------------------

test('lens: two moments compared, an object with its dominators and lines',
  async () => {
    const { page, errors } = await open('snapshot-lens');
    await runProgram(page, `const store = { list: [] };
function add(i) { store.list.push({ i }); }
for (let i = 0; i < 3; i++) add(i);
for (let i = 0; i < 5; i++) add(i);
console.log('done');
`);
    await skipPrediction(page);
    await page.locator('.cm-lineNumbers .cm-gutterElement',
      { hasText: /^4$/ }).click();
    await soon(async () => assert.match(await textOf(page, '.panel-hand'),
      /before line 4/));
    await button(page, 'Take one here').click();
    await says(page, '.lens-moments', /1:/);
    await toTheEnd(page);
    await button(page, 'Take one here').click();
    await says(page, '.lens-groups', /Object 9 .*\+5/);
    await list(page, 'Grouped by').selectOption('shape');
    await says(page, '.lens-groups', /\{i\} 8 .*\+5/);
    await button(page, '{i}').click();
    await page.locator('.lens-objects .chip').first().click();
    await says(page, '.lens-card',
      /shallow \d+ B.*retained \d+ B.*distance \d.*dominators/);
    await button(page, 'Why is it alive?').click();
    await says(page, '.why-chain', /program|snapshot-lens\.js:2 in add\(\)/);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

// ---- All --------------------------------------------------------------------

test('every picture says what it is read from', async () => {
  for (const name of ['runtime-board', 'shapes', 'collector',
    'mount-and-unmount', 'snapshot-lens']) {
    const { page } = await open(name);
    const pictures = await page.locator('.picture').count();
    assert.ok(pictures > 1, name);
    assert.equal(await page.locator('.picture .truth-mark').count(), pictures);
    await page.context().close();
  }
});

NAMES.forEach((name, index) => {
  const how = LOOKS[index % LOOKS.length];
  test(`axe-core finds nothing on ${name} ${JSON.stringify(how)}`, async () => {
    const { page } = await open(name, how);
    await page.locator('.predict form').waitFor();
    const look = async (where) => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run({
        iframes: false,
      }));
      assert.deepEqual(violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map(({ html }) => html).join(' ')}`), [], where);
      assert.equal(await page.evaluate(() =>
        document.documentElement.scrollWidth > innerWidth), false,
      'nothing is wider than the page');
    };
    await look('before the prediction');
    await skipPrediction(page);
    await toTheEnd(page);
    for (const tool of await page.locator('.hand-tabs [role=tab]').all()) {
      await tool.click();
      await look(await tool.innerText());
    }
    await page.context().close();
  });
});

test('a claim leads to its moment', async () => {
  const { page } = await open('runtime-board');
  await page.getByRole('link', { name: 'What is thrown' }).click();
  await says(page, '.board-trace', /deepest/);
  await page.context().close();
});

test('what if: an arrow that is pointed at is cut, and the picture marks what '
  + 'falls out', async () => {
  const { page, errors } = await atTheEnd('graph-builder',
    'let root = { child: { grandchild: { n: 1 } } };\n');
  await tab(page, 'What if');
  await page.locator('.arrow-hit').first().evaluate((arrow) =>
    arrow.dispatchEvent(new MouseEvent('click', { bubbles: true })));
  await soon(async () => assert.match(await list(page, 'Reference')
    .inputValue(), /root\.child/));
  await button(page, 'Cut it').click();
  await says(page, '.hand-result', /frees \d object/);
  await page.locator('.box.is-doomed').first().waitFor();
  await button(page, 'Undo the cut').click();
  await soon(async () => assert.equal(
    await page.locator('.box.is-doomed').count(), 0));
  assert.deepEqual(errors, []);
  await page.context().close();
});

// ---- By keyboard alone -----------------------------------------------------

// Answers what is asked: the first option, or a one.
async function answerByKeyboard(page) {
  for (;;) {
    await page.locator('.predict form, .dock:not([inert])').first().waitFor();
    if (!await page.locator('.predict form').count()) return;
    await tabTo(page, '.predict input, .predict textarea');
    const isOption = await page.evaluate(() =>
      /radio|checkbox/.test(document.activeElement.type));
    await page.keyboard.press(isOption ? 'Space' : '1');
    await tabTo(page, '.predict .main-button');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor();
    if (!await page.locator('.verdict .main-button').count()) return;
    await tabTo(page, '.verdict .main-button');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor({ state: 'detached' });
  }
}

for (const name of NAMES) {
  test(`by keyboard alone: ${name}, from the prediction to the last tool`,
    async () => {
      const { page, errors } = await open(name);
      await page.locator('.predict form').waitFor();
      await answerByKeyboard(page);
      await tabTo(page, '.dock button');
      await page.keyboard.press('End');
      await soon(async () => assert.match(await page.locator('.simulator')
        .getAttribute('data-moment'), /end$/));
      await tabTo(page, '.hand-tabs [aria-selected=true]', 200);
      const tools = await page.locator('.hand-tabs [role=tab]').count();
      for (let i = 1; i < tools; i++) await page.keyboard.press('ArrowRight');
      assert.equal(await page.evaluate(() => document.activeElement.id),
        'hand-tab-whatif');
      await tabTo(page, '.hand-buttons .main-button');
      await page.keyboard.press('Enter');
      await says(page, '.hand-result', /collection frees/);
      await tabTo(page, '.hand-result button');
      await page.keyboard.press('Enter');
      await page.locator('.hand-result').waitFor({ state: 'detached' });
      assert.deepEqual(errors, []);
      await page.context().close();
    });
}
