// The lab's heaps: a file that is dropped, a program's own at its moments, and
// those that are there to try.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeAll, lab, openAddress } from '../ui/page.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

const open = async (path) => (await openAddress(
  server.address.replace('/?', `${path}?`), { ready: false })).page;

// The page that a link leads to, with its story there.
async function follow(page, name) {
  const link = page.getByRole('link', { name });
  await link.waitFor();
  const heap = await page.context().newPage();
  await heap.goto(await link.getAttribute('href'));
  await heap.locator('.tabs').waitFor();
  return heap;
}

const HEAPS = { 'A shop': /searches/, 'An editor': /history/,
  'A service': /unsent/ };

for (const [title, found] of Object.entries(HEAPS)) {
  test(`${title}: its heap has an address, and names what grows`, async () => {
    const page = await open('/heaps');
    await page.getByRole('link', { name: title }).click();
    const heap = page.frameLocator('.heap-frame');
    await heap.getByRole('link', { name: 'Leaks' }).click();
    await heap.getByText(found).first().waitFor();
    await page.waitForURL(/#leaks/);
    // the menu of a picture in the frame copies the address of this page
    await heap.getByRole('button', { name: 'Export: What to cut' }).click();
    await heap.getByRole('menuitem', { name: 'Copy the address' }).click();
    assert.equal(await heap.locator('.menu-copied textarea').inputValue(),
      `${new URL(page.url()).origin}${new URL(page.url()).pathname}#leaks`);
    // what is looked at is a part of the address: it opens again
    const again = await page.context().newPage();
    await again.goto(page.url());
    const same = again.frameLocator('.heap-frame');
    await same.locator('[data-view="leaks"]').waitFor();
    await same.getByText(found).first().waitFor();
    await page.context().close();
  });
}

test('the lens compares two moments of the learner\'s program', async () => {
  const page = await open('/simulators/snapshot-lens');
  await page.locator('.simulator[data-moment]').waitFor();
  const take = page.getByRole('button', { name: 'Take one here', exact: true });
  // another heap can be looked at before anything is predicted
  await take.click();
  await page.getByRole('button', { name: 'skip' }).click();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  await take.click();
  await page.getByRole('button', { name: 'Compare' }).click();
  // in the page, and in one of its own
  await page.frameLocator('.heap-frame').locator('.tabs').waitFor();
  const heap = await follow(page, 'Look at the comparison');
  await heap.getByRole('link', { name: 'Leaks' }).click();
  await heap.getByText(/cache/).first().waitFor();
  await page.context().close();
});

test('a file that is none is refused in one line', async () => {
  const page = await open('/heaps');
  await page.locator('input[type=file]').setInputFiles({
    name: 'nothing.heapsnapshot', mimeType: 'application/json',
    buffer: Buffer.from('{"nothing": 1}'),
  });
  await page.locator('.drop .refusal').waitFor();
  assert.match(await page.locator('.drop .refusal').innerText(),
    /dropped\.heapsnapshot: /);
  await page.context().close();
});
