// Lessons and deep dives on paper: live figures keep their layout, smaller, and
// none is cut; one that was never in sight is its program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';

const PAGE = { width: 725, height: 1054 }; // A4 within margins of 9 mm

let server;
before(async () => { server = await lab(); });
after(closeAll);

for (const path of ['/lessons/shapes', '/deep-dives/the-collector']) {
  test(`${path} prints whole figures`, async () => {
    const { page } = await openAddress(server.address.replace('/?', `${path}?`),
      { ready: false, width: 1100 });
    await page.locator('figure.live.is-loaded').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(PAGE);
    const figures = page.locator('figure.live');
    for (const figure of await figures.all()) {
      await soon(async () => {
        const box = await figure.boundingBox();
        assert.ok(box.height < PAGE.height, 'it fits on a page');
        const loaded = await figure.evaluate((element) =>
          element.classList.contains('is-loaded'));
        const inner = await figure.locator(loaded ? 'iframe' : '.on-paper')
          .boundingBox();
        assert.ok(inner.width > 300 && inner.height > 60);
        assert.ok(inner.x + inner.width <= PAGE.width + 1);
        assert.ok(inner.y + inner.height <= box.y + box.height + 1);
      });
    }
    // its head, its buttons and its neighbours are of no use there
    for (const part of ['.site-head', '.neighbours', '.anchor']) {
      assert.equal(await page.locator(part).first().isVisible(), false, part);
    }
    await page.context().close();
  });
}
