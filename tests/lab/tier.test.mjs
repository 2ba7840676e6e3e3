// The deep dive into optimised code: its figure rests where code that is hot
// meets another Shape, and one step shows that it goes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

const words = async (locator) =>
  (await locator.textContent()).replace(/\s+/g, ' ').trim();

test('optimised code, a step, and the baseline with the reason', async () => {
  const { page, errors } = await openAddress(
    server.address.replace('/?', '/deep-dives/source-to-bytecode?'),
    { ready: false });
  await page.locator('iframe').nth(1).scrollIntoViewIfNeeded();
  const figure = page.frameLocator('iframe').nth(1);
  await figure.locator('.tier-optimised').waitFor();
  assert.match(await words(figure.locator('.tier')),
    /^optimised code since tick [\d,]+; optimised 1 time, went back 0 times$/);
  assert.equal(await figure.locator('.in-place').count(), 2);
  await figure.locator('.bytecode-body').press('.');
  await figure.locator('.tier-baseline').waitFor();
  assert.match(await words(figure.locator('.tier li')),
    /^tick 4,000 unit 0, GetField\w+: an object of another Shape came$/);
  await soon(async () =>
    assert.equal(await figure.locator('.in-place').count(), 0));
  assert.deepEqual(errors, []);
});
