// The cheatsheet: what it says is what the engine does, on one page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeSheet } from '../../tools/cheatsheet.mjs';
import { GLASSHEAP } from '../cli/command.mjs';
import { closeAll, lab, openAddress } from '../ui/page.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

async function open(options) {
  const { page, errors } = await openAddress(
    server.address.replace('/?', '/cheatsheet?'),
    { ready: false, ...options });
  await page.locator('.sheet').waitFor();
  return { page, errors };
}

test('what is served is what this engine says today', async () => {
  const { page, errors } = await open();
  const served = await page.evaluate(async () =>
    (await fetch('/content/cheatsheet.json')).json());
  assert.deepEqual(served, JSON.parse(JSON.stringify(makeSheet(GLASSHEAP))));
  assert.deepEqual(errors, []);
});

test('it says what keeps an object alive, and what does not', async () => {
  const { page } = await open();
  const rows = await page.locator('.sheet-keepers li').evaluateAll((all) =>
    all.map((row) => [row.querySelector('span').textContent,
      row.querySelector('b').textContent]));
  assert.deepEqual(Object.fromEntries(rows), {
    'a variable of the script': 'keeps',
    'an entry of a Map': 'keeps',
    'a closure that names it': 'keeps',
    'a closure beside one that names it': 'keeps',
    'a timer that waits': 'keeps',
    'a listener': 'keeps',
    'a closure beside, none names it': 'does not',
    'a promise nobody can settle': 'does not',
    'a cycle': 'does not',
    'a key of a WeakMap': 'does not',
    'that key, when its value refers to it': 'does not',
    'a WeakRef': 'does not',
  });
});

test('it draws six frames of two collectors, and a dozen leaks with a cut',
  async () => {
    const { page } = await open();
    const says = await page.locator('.sheet-frames svg').evaluateAll((all) =>
      all.map((drawing) => drawing.getAttribute('aria-label')));
    assert.equal(says.length, 6);
    assert.equal(says[4], 'After a = null; marking keeps a and b, counting a ' +
      'and b');
    assert.equal(says[5],
      'After b = null; marking keeps none, counting a and b');
    const leaks = page.locator('.sheet-leaks figure');
    assert.equal(await leaks.count(), 12);
    for (const leak of await leaks.all()) {
      assert.equal(await leak.locator('.s-scissors').count(), 1);
      assert.match(await leak.locator('svg').getAttribute('aria-label'),
        /\. (Cut|Remove|Clear|Settle) /);
    }
    assert.match(await page.locator('.sheet-runtime p').innerText(),
      /script → tick → job → timer → its job → next timer → immediate/);
    assert.equal(await page.locator('.sheet-hunt li').count(), 5);
  });

// Pixels of what is printed on, with margins of 9 mm.
const PAPER = { A4: [725, 1054], Letter: [747, 987] };

for (const [format, [width, height]] of Object.entries(PAPER)) {
  test(`it is one page of ${format}, and nothing is cut off`, async () => {
    for (const dark of [false, true]) {
      const { page } = await open({ dark });
      const pdf = (await page.pdf({ format, preferCSSPageSize: false }))
        .toString('latin1');
      assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width, height });
      const wrong = await page.evaluate(([right, bottom]) =>
        [...document.querySelectorAll('.sheet text, .sheet rect, .sheet dd, ' +
          '.sheet li, .sheet p, .sheet figcaption')].filter((part) => {
          const box = part.getBoundingClientRect();
          const card = part.closest('.sheet-card, header')
            .getBoundingClientRect();
          return box.right > right || box.bottom > bottom || box.left < 0 ||
            box.right > card.right + 0.5 || box.bottom > card.bottom + 0.5;
        }).map(({ textContent }) => textContent), [width, height]);
      assert.deepEqual(wrong, []);
      // paper is light
      assert.equal(await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--panel')),
      '#ffffff');
      await page.context().close();
    }
  });
}

for (const width of [390, 768, 1280]) {
  test(`no drawing sticks out of its card at ${width} pixels`, async () => {
    const { page } = await open({ width });
    assert.deepEqual(await page.locator('.sheet-card').evaluateAll((cards) =>
      cards.filter((card) => [...card.querySelectorAll('text, dd, li')]
        .some((part) => part.getBoundingClientRect().right >
          card.getBoundingClientRect().right)).map(({ ariaLabel }) =>
        ariaLabel)), []);
    assert.equal(await page.evaluate(() =>
      document.documentElement.scrollWidth > innerWidth), false);
    await page.context().close();
  });
}
