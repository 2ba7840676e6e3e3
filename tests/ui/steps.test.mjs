// Steps of every kind, both ways, by button and by key.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, example, openViewer, program, soon } from './page.mjs';

after(closeAll);

const CALLS = program(`function add(a, b) {
  const sum = a + b;
  return sum;
}
let one = add(1, 2);
let two = add(one, 4);
console.log(one, two);
one = 0;
`);

test('over and into, then back, by button', async () => {
  const viewer = await openViewer(CALLS);
  const over = 'Step over, to the next line of this function';
  for (let i = 0; i < 9 && (await viewer.line()) !== 'let two = add(one, 4);';
    i++) {
    await viewer.click(over);
  }
  assert.equal(await viewer.line(), 'let two = add(one, 4);');
  assert.deepEqual(await viewer.variables(), { one: '3' });
  await viewer.click('Step into, to the next line anywhere');
  assert.deepEqual(await viewer.frames(), ['add', 'script']);
  assert.equal(await viewer.line(), 'const sum = a + b;');
  assert.deepEqual(await viewer.variables(), { a: '3', b: '4' });
  await viewer.click('Step out, to after this call');
  assert.deepEqual(await viewer.frames(), ['script']);
  await viewer.click('Back into, to the previous line anywhere');
  assert.equal(await viewer.line(), 'return sum;');
  assert.equal((await viewer.variables()).sum, '7');
  await viewer.click('Back out, to before this call');
  assert.equal(await viewer.line(), 'let two = add(one, 4);');
  assert.deepEqual(await viewer.variables(), { one: '3' });
});

test('instructions, forwards and back, land on the same states', async () => {
  const viewer = await openViewer(CALLS);
  const seen = [];
  const state = async () => JSON.stringify([await viewer.moment(),
    await viewer.variables(), await viewer.boxes(),
    await viewer.page.locator('.bytecode tr[aria-current]').innerText()]);
  await viewer.press('i');
  for (let i = 0; i < 8; i++) {
    seen.push(await state());
    await viewer.press('.');
  }
  for (let i = 7; i >= 0; i--) {
    await viewer.press(',');
    assert.equal(await state(), seen[i], `step ${i}`);
  }
});

test('what changed is marked, shown and spoken', async () => {
  const viewer = await openViewer(CALLS);
  while ((await viewer.line()) !== 'let two = add(one, 4);') {
    await viewer.press('n');
  }
  assert.match(await viewer.happened(), /Line 6 in the script.*one is 3/);
  await soon(async () => assert.match(await viewer.spoken(),
    /^Line 6 in the script\. .*one is 3/));
  const row = viewer.page.locator('.frame tr.is-changed');
  assert.match(await row.innerText(), /one/);
  assert.match(await row.locator('.changed').innerText(), /changed, new/);
});

test('to the next call, throw and console output', async () => {
  const viewer = await openViewer(CALLS);
  const kind = viewer.page.getByLabel('Kind of event');
  await kind.selectOption('call');
  await viewer.press('e');
  assert.match(await viewer.happened(), /called add/);
  const first = await viewer.moment();
  await viewer.press('e');
  assert.equal(await viewer.press('E'), first);
  await kind.selectOption('console');
  await viewer.press('e');
  assert.match(await viewer.region('Console').innerText(), /3 7/);
  await kind.selectOption('throw');
  const refusal = await viewer.refusal(() => viewer.page.keyboard.press('e'));
  assert.match(refusal, /no later event/);
});

test('to the next and the previous write of one property', async () => {
  const viewer = await openViewer(program(
    'const o = { x: 1, y: 0 };\no.x = 2;\no.y = 5;\no.x = 3;\no.y = 6;\n'));
  while (!(await viewer.boxes()).length) await viewer.press('i');
  await viewer.box(/^Object/).click();
  const panel = viewer.region('Object');
  await panel.getByRole('button', { name: 'Next write to x' }).waitFor();
  const write = (name) => viewer.move(() =>
    panel.getByRole('button', { name }).click());
  const x = async () => (await viewer.properties())[0][2];
  await write('Next write to x');
  assert.match(await x(), /2$/);
  await write('Next write to x');
  assert.match(await x(), /3$/);
  assert.match(await viewer.happened(), /x = 3/);
  await write('Previous write to x');
  assert.match(await x(), /2$/);
});

test('a click on a line number goes to its next execution', async () => {
  const viewer = await openViewer(program(
    'let n = 0;\nfor (let i = 0; i < 4; i++) {\n  n += i;\n}\n' +
    'console.log(n);\n'));
  const number = viewer.page.locator('.cm-lineNumbers .cm-gutterElement')
    .filter({ hasText: /^3$/ });
  const values = [];
  for (let i = 0; i < 4; i++) {
    await viewer.move(() => number.click());
    assert.equal(await viewer.line(), 'n += i;');
    values.push((await viewer.variables()).i);
  }
  assert.deepEqual(values, ['0', '1', '2', '3']);
  const refusal = await viewer.refusal(() => number.click());
  assert.match(refusal, /line 3 is not reached/);
});

test('the caches of a function, at each of its calls', async () => {
  const viewer = await openViewer(example('slides/10-inline-caches.js'));
  await viewer.page.getByLabel('Kind of event').selectOption('call');
  const states = [];
  for (let i = 0; i < 7; i++) {
    await viewer.press('e');
    const badge = viewer.page.locator('.bytecode .cache').first();
    states.push((await badge.getAttribute('aria-label'))
      .replace(/^.*: inline cache, /, '').replace(/; .*/, ''));
  }
  assert.deepEqual(states, ['uninitialised', 'monomorphic', 'monomorphic',
    'polymorphic', 'polymorphic', 'polymorphic', 'megamorphic']);
});

test('bytecode and source point at each other', async () => {
  const viewer = await openViewer(CALLS);
  await viewer.page.locator('.bytecode tr').nth(6).hover();
  await viewer.page.locator('.span-pointed').first().waitFor();
  await soon(async () => {
    const marked = await viewer.page.locator('.span-pointed').allInnerTexts();
    assert.ok(marked.join('').length > 0);
  });
  await viewer.page.locator('.cm-line').nth(5).hover();
  await soon(async () => {
    const lines = await viewer.page.locator('.bytecode tr.is-pointed .line')
      .allInnerTexts();
    assert.deepEqual(lines.filter(Boolean), ['6']);
  });
});
