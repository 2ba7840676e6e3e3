// Hits and misses beside the inline caches of the bytecode: at every moment, of
// a long run when they are asked for, and what is shown of a cache.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, openViewer, program, soon } from './page.mjs';

after(closeAll);

const CALLS = program(`function get(o) { return o.x; }
const a = { x: 1 }, b = { y: 1, x: 2 };
for (const o of [a, b, a, b, a]) get(o);
`);

// Each cached instruction's text with what is beside it.
const counts = ({ page }) => page.locator('.bytecode tbody tr', {
  has: page.locator('.cache'),
}).evaluateAll((rows) => rows.map((row) => [
  row.querySelector('.instruction-text b').textContent,
  ...[...row.querySelectorAll('.count')].map((cell) => cell.textContent)]));

test('they follow the moment, forwards and back', async () => {
  const viewer = await openViewer(CALLS);
  await viewer.page.locator('.panel-bytecode').waitFor();
  const seen = [];
  while (seen.length < 3) {
    await viewer.press('i');
    if ((await viewer.frames())[0] === 'get') {
      seen.push([await viewer.moment(), await counts(viewer)]);
    }
  }
  // the instruction of this moment has still to run
  assert.deepEqual(seen.map(([, rows]) => rows),
    [['0', '0'], ['0', '1'], ['0', '2']].map((pair) => [['GetField', ...pair]]));
  for (const [moment, rows] of seen.reverse()) {
    while (await viewer.moment() !== moment) await viewer.press('I');
    assert.deepEqual(await counts(viewer), rows);
  }
  assert.deepEqual(viewer.errors, []);
});

test('a table with headers for those who do not see it', async () => {
  const { page } = await openViewer(CALLS);
  const headers = page.locator('.bytecode thead th');
  await headers.first().waitFor();
  assert.deepEqual((await headers.allTextContents()).map((text) => text.trim()),
    ['now', 'unit', 'instruction and inline cache', 'hits', 'misses', 'line']);
});

const LONG = program(`const list = [{ x: 1 }, { y: 1, x: 2 }];
function get(o) { return o.x; }
let sum = 0;
for (let i = 0; i < 3_000_000; i++) sum += get(list[i & 1]);
get(list[0]);
`);

test('a long run is counted when that is asked for', async () => {
  const viewer = await openViewer(LONG);
  const { page } = viewer;
  await viewer.press('End');
  await viewer.press('I');
  while ((await viewer.frames())[0] !== 'get') await viewer.press('I');
  const count = page.getByRole('button', { name: /^count hits \(about/ });
  await count.waitFor();
  assert.deepEqual(await counts(viewer), [['GetField', '', '']]);
  await count.click();
  await soon(async () => assert.deepEqual(await counts(viewer),
    [['GetField', '2,999,998', '2']]));
  assert.equal(await count.count(), 0);
  assert.deepEqual(viewer.errors, []);
});
