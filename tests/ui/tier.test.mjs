// The second tier in the bytecode: what runs in place of an instruction, what it
// checks, and why it was left; it follows the moment and the program.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, openViewer, program, soon } from './page.mjs';

after(closeAll);

// Line 2 is in a function that becomes hot, and is then given something else.
const hot = (last) => program(`function get(o) {
  return o.x;
}
const same = { x: 1, y: 2 };
let sum = 0;
for (let i = 0; i < 3000; i++) sum += get(same);
${last}
get(same);
console.log(sum);
`);

// At the last call: the code went back. `I` goes back by an instruction.
async function atLastCall(viewer) {
  await viewer.press('End');
  do await viewer.press('I');
  while ((await viewer.frames())[0] !== 'get');
}

const texts = (locator) => locator.evaluateAll((all) =>
  all.map((one) => one.textContent.replace(/\s+/g, ' ').trim()));

test('optimised code, and no trace of it where there is none', async () => {
  const viewer = await openViewer(hot('get(same);'));
  const { page } = viewer;
  await atLastCall(viewer);
  await page.locator('.tier-optimised').waitFor();
  const [inPlace] = await texts(page.locator('.in-place'));
  assert.match(inPlace,
    /^↳ in optimised code: GetField\w+ .*<Shape \{x, y\}>.*, checks that .*Shape/);
  assert.deepEqual(await texts(page.locator('.tier li')), []);
  await viewer.press('Home');
  await soon(async () =>
    assert.equal(await page.locator('.tier, .in-place').count(), 0));
  assert.deepEqual(viewer.errors, []);
});

for (const [last, reason] of [['get({ y: 1, x: 2 });', 'an object of another Shape came'],
  ['get(7);', 'a value that is no object came']]) {
  test(`it goes back: ${reason}`, async () => {
    const viewer = await openViewer(hot(last));
    const { page } = viewer;
    await atLastCall(viewer);
    await page.locator('.tier-baseline').waitFor();
    const [line] = await texts(page.locator('.tier li'));
    assert.match(line, new RegExp(`^tick [\\d,]+ unit \\d+, GetField\\w+: ${reason}$`));
    assert.equal(await page.locator('.in-place').count(), 0);
    await page.locator('.tier li button').click();
    await page.locator('.tier-optimised').waitFor();
    assert.equal((await viewer.frames())[0], 'get');
    assert.deepEqual(viewer.errors, []);
  });
}
