// The cheatsheet: what it says is what the engine does, on one page.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, lab, openAddress } from '../ui/page.mjs';

after(closeAll);

async function factsOf(page, title) {
  const card = page.locator('.sheet-card', { hasText: title });
  return Object.fromEntries(await card.locator('.facts-list > div')
    .evaluateAll((rows) => rows.map((row) =>
      [row.querySelector('dt').innerText, row.querySelector('dd').innerText])));
}

test('the cheatsheet says what is so, and prints on a page', async () => {
  const server = await lab();
  const { page, errors } = await openAddress(
    server.address.replace('/?', '/cheatsheet?'), { ready: false });
  await page.locator('.sheet').waitFor();
  assert.deepEqual(await factsOf(page, 'What keeps an object alive'), {
    'a variable of the script': 'keeps',
    'an entry of a Map': 'keeps',
    'a key of a WeakMap': 'does not',
    'a WeakRef': 'does not',
    'a closure that names it': 'keeps',
    'a closure beside one that names it': 'keeps',
    'a closure beside, where none names it': 'does not',
    'a timer': 'keeps',
    'what waits for a promise nobody can settle': 'does not',
    'a cycle': 'does not',
  });
  const ladder = await factsOf(page, 'The ladder of elements');
  assert.equal(ladder['[1, 2]'], 'packed int');
  assert.equal(ladder["['a', , 'c']"], 'holey');
  assert.equal((await factsOf(page, 'What a cache has'))['getX({ x: 7, e: 0 })'],
    'megamorphic');
  assert.ok(Object.keys(await factsOf(page, 'A leak is reached')).length >= 12);
  assert.deepEqual(errors, []);
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format, preferCSSPageSize: false }))
      .toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.equal(pages, 1, `${format}: one page`);
  }
});
