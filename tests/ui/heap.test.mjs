// The heap's picture and the panels about one object.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, example, openViewer, program, soon } from './page.mjs';

after(closeAll);

test('variables: words in place, references as arrows', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  await viewer.press('End');
  const variables = await viewer.variables();
  assert.equal(variables.meaningOfLife, '42');
  assert.match(variables.data, /^\{users\} @[0-9a-f]+$/);
  const boxes = await viewer.boxes();
  assert.ok(boxes.some((name) => /^Object, @\w+: users Array\(1\)/.test(name)));
  assert.ok(boxes.some((name) => /^Array, length 1, /.test(name)));
  await soon(async () =>
    assert.equal(await viewer.page.locator('.roots .root').count(), 1));
});

test('boxes stay where they are between moments', async () => {
  const viewer = await openViewer(example('slides/13-collection.js'));
  let before = await viewer.places();
  let compared = 0;
  for (let i = 0; i < 12; i++) {
    await viewer.press('n');
    const places = await viewer.places();
    for (const [address, place] of Object.entries(places)) {
      if (!before[address]) continue;
      assert.equal(place, before[address], `box ${address}, step ${i}`);
      compared++;
    }
    before = places;
  }
  assert.ok(compared > 20);
});

test('stepping back draws the same picture again', async () => {
  const viewer = await openViewer(example('slides/06-transitions.js'));
  const pictures = [];
  for (let i = 0; i < 4; i++) {
    await viewer.press('n');
    pictures.push([await viewer.boxes(), await viewer.places()]);
  }
  for (let i = 2; i >= 0; i--) {
    await viewer.press('N');
    const boxes = (await viewer.boxes()).map((name) =>
      name.replace(/, new$/, ''));
    const known = pictures[i][0].map((name) => name.replace(/, new$/, ''));
    assert.deepEqual([boxes, await viewer.places()], [known, pictures[i][1]]);
  }
});

test('what is new, changed and gone is marked', async () => {
  const viewer = await openViewer(program(
    'let a = { x: 1 };\nlet b = { y: 2 };\na.x = 5;\nb = null;\nlet c = 1;\n'));
  const to = async (line) => {
    while ((await viewer.line()) !== line) await viewer.press('n');
  };
  await to('a.x = 5;');
  assert.match((await viewer.boxes()).join('\n'), /y 2, new/);
  await to('b = null;');
  assert.equal(await viewer.page.locator('.box .row-changed').count(), 1);
  assert.match(await viewer.happened(), /x = 5 in @/);
  await to('let c = 1;');
  assert.equal(await viewer.page.locator('.box.is-gone').count(), 1);
  assert.match(await viewer.happened(), /b was \{y\} @\w+, is null/);
});

test('a chosen object: properties, attributes, Shape, holders', async () => {
  const viewer = await openViewer(example('slides/04-attributes.js'));
  await viewer.press('End');
  await viewer.box(/: x 5, y 6/).click();
  const panel = viewer.region('Object');
  await panel.locator('.object-title').waitFor();
  const rows = await viewer.properties();
  assert.deepEqual(rows.map(([, key]) => key), ['x', 'y']);
  assert.match(rows[0][0], /^0 ?, inline/);
  assert.match(rows[0][3], /writable, enumerable, configurable/);
  assert.match(await viewer.region('Shape').innerText(), /\{x, y\}\s+@/);
  assert.match(await viewer.region('Prototypes').innerText(), /null/);
  assert.match(await panel.innerText(), /Held by/);
  await soon(async () => assert.equal(
    await viewer.page.locator('.shape.is-chosen').count(), 1));
  assert.match(await viewer.page.locator('.shape.is-chosen title')
    .textContent(), /^Shape \{x, y\}/);
});

test('elements with attributes of their own', async () => {
  const viewer = await openViewer(
    example('slides/12-dictionary-elements.js'));
  await viewer.press('End');
  await viewer.box(/^Array, length 1.*ahmed/).click();
  const elements = viewer.region('Elements');
  await elements.waitFor();
  assert.match(await elements.innerText(), /dictionary/);
  assert.match(await elements.innerText(),
    /not writable, not enumerable, not configurable/);
});

test('the tree of Shapes: branches with keys, literals apart', async () => {
  const viewer = await openViewer(example('slides/07-transition-tree.js'));
  await viewer.press('End');
  const shapes = viewer.region('Shapes');
  const keys = await shapes.locator('.shape-key')
    .allTextContents();
  assert.deepEqual(keys.sort(), ['+x', '+y']);
  const tree = shapes.getByRole('group', { name: 'Shapes from {}' });
  assert.equal(await tree.getByRole('button').count(), 3);
  const other = await openViewer(example('slides/08-literal-shape.js'));
  await other.press('End');
  const literals = other.region('From literals');
  assert.equal(await literals.getByRole('button', { name: /^Shape \{x\}/ })
    .count(), 1);
});

test('a reference is followed from a property, and back again', async () => {
  const viewer = await openViewer(example('slides/02-stack-and-heap.js'));
  await viewer.press('End');
  await viewer.box(/^Object, @\w+: users/).click();
  const panel = viewer.region('Object');
  const title = panel.locator('.object-title');
  await panel.getByRole('button', { name: /^Array\(1\) @/ }).first().click();
  await viewer.page.waitForFunction(() => document
    .querySelector('.object-title')?.textContent === 'Array(1)');
  await panel.getByRole('button', { name: 'Back to the object before' })
    .click();
  await viewer.page.waitForFunction(() => document
    .querySelector('.object-title')?.textContent !== 'Array(1)');
  assert.equal(await title.innerText(), '{users}');
});

test('a captured variable lives in an environment, others do not', async () => {
  const viewer = await openViewer(example('slides/15-closures.js'));
  await viewer.page.getByLabel('Kind of event').selectOption('call');
  await viewer.press('e');
  while ((await viewer.line()) !== 'return function increment() {') {
    await viewer.press('n');
  }
  const frame = viewer.page.locator('.frame').first();
  assert.match(await frame.locator('.in-environment').innerText(), /count/);
  assert.doesNotMatch(await frame.locator('.in-environment').innerText(),
    /label/);
  assert.match(await frame.innerText(), /r\d+\s+label/);
});

test('a million objects: what fits on a screen is drawn', async () => {
  const viewer = await openViewer(program(
    'const all = [];\nfor (let i = 0; i < 1e6; i++) all.push({ i });\n'));
  await viewer.press('End');
  const count = (await viewer.boxes()).length;
  assert.ok(count > 40 && count <= 120, `${count} boxes`);
  const heap = viewer.region('Heap');
  await soon(async () => assert.match(await heap.innerText(),
    /9\d\d,\d{3} more cells not drawn/));
  // the tools are in the head's own width, whatever is said below
  const edge = await heap.boundingBox();
  const tool = await heap.getByRole('button', { name: /Lay the picture/ })
    .boundingBox();
  assert.ok(tool.x + tool.width <= edge.x + edge.width);
  await heap.getByLabel('Cells drawn at most').selectOption('60');
  await soon(async () =>
    assert.ok((await viewer.boxes()).length <= 60));
  await heap.getByRole('button', { name: /out of sight; show all/ }).click();
  await heap.getByRole('button', { name: /out of sight/ })
    .waitFor({ state: 'hidden' });
});

test('deep recursion: one column of boxes, folded frames', async () => {
  const viewer = await openViewer(program('function dive(n) {\n' +
    '  const here = { n };\n  return n ? dive(n - 1) + here.n : 0;\n}\n' +
    'dive(3000);\n'), { hash: '#2500.0' });
  assert.match(await viewer.region('Stack').innerText(),
    /2,501 frames[^]*2,487 more frames/);
  const columns = new Set(Object.values(await viewer.places())
    .map((place) => /\(([-\d.]+)/.exec(place)[1]));
  assert.equal(columns.size, 1, [...columns].join());
});

test('strings and functions can be left out of the picture', async () => {
  const viewer = await openViewer(example('slides/03-references.js'));
  await viewer.press('End');
  const count = async () => (await viewer.boxes()).length;
  const all = await count();
  await viewer.page.getByLabel('strings').uncheck();
  await soon(async () => assert.ok(await count() < all));
  const fewer = await count();
  await viewer.page.getByLabel('functions').uncheck();
  await soon(async () => assert.ok(await count() < fewer));
});
