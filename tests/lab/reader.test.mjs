// What a screen reader has of each simulator: the tree of accessible things, as
// Chromium makes it. Every picture, list and control has a name, words do not
// run into each other, what is chosen and open is told, and so is what a step has
// changed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';

let server;
before(async () => { server = await lab(); });
after(closeAll);

async function open(name) {
  const { page } = await openAddress(
    server.address.replace('/?', `/simulators/${name}?`), { ready: false });
  await page.locator('.simulator[data-moment]').waitFor();
  await page.getByRole('button', { name: 'skip' }).click();
  await page.getByTitle(/^To the end/).click();
  await page.locator('.simulator[data-moment$="end"]').waitFor();
  await page.waitForTimeout(400);
  return page;
}

const treeOf = (page) => page.locator('body').ariaSnapshot();

/** A picture of each, by how it is told. */
const PICTURES = {
  'runtime-board': ['group "The runtime at this moment"',
    'list "Phases of the event loop"', 'listbox "Heap: '],
  'copy-or-share': ['listbox "Heap: ', 'region "Names and identities"'],
  'graph-builder': ['listbox "Heap: ', 'table "Variables of (script)"'],
  shapes: ['group "Shapes from {}"', 'table "Instructions of ',
    'button "Shape {x} '],
  collector: ['list "Phases of the collector"', 'img "Block 1, ',
    'list "Cells by colour"', 'region "Beside it: reference counting"'],
  'closure-rooms': ['list "Rooms"', 'table "Variables in this room"'],
  'mount-and-unmount': ['region "The page"', 'region "Growth a cycle"'],
  'snapshot-lens': ['group "Snapshots"', 'button "Take one here"'],
};

/** One that has no name begins its line with its role alone. */
const UNNAMED =
  /^\s*- (img|button|link|checkbox|radio|textbox|combobox|slider|listbox|option|tab|region|table)( \[.*\])?:?$/m;

for (const [name, pictures] of Object.entries(PICTURES)) {
  test(`${name}: pictures have names, and what a step changes is said`,
    async () => {
      const page = await open(name);
      let tree = '';
      await soon(async () => {
        tree = await treeOf(page);
        for (const picture of pictures) {
          assert.ok(tree.includes(picture), `${picture} in ${tree}`);
        }
      });
      assert.doesNotMatch(tree, UNNAMED);
      // "18 blocks@620": two things without a space between them
      assert.doesNotMatch(tree, /[a-z]\d[\d,]* (collections|places|cells)\b/);
      assert.doesNotMatch(tree, /@[0-9a-f]{3,5}\d,\d{3} places/);
      const said = page.locator('.site-notices [role=status]');
      assert.match(await said.innerText(), /^The end/);
      await page.getByTitle(/^Back over/).click();
      await soon(async () =>
        assert.match(await said.innerText(), /^Line \d+|^The start|^After/));
    });
}

test('what is chosen and what is open is told', async () => {
  const page = await open('graph-builder');
  const option = page.getByRole('option', { name: /^Object, / }).first();
  assert.equal(await option.getAttribute('aria-selected'), 'false');
  await page.locator('.heap').focus();
  await page.keyboard.press('Enter');
  await page.locator('.heap [role=option][aria-selected=true]').waitFor();
  const active = await page.locator('.heap')
    .getAttribute('aria-activedescendant');
  assert.equal(await page.locator('.heap [aria-selected=true]')
    .getAttribute('id'), active);
  await soon(async () => assert.match(await page.locator(
    '.site-notices [role=status]').innerText(), /^Chosen: /));
  const share = page.getByRole('button', { name: 'Share this page' });
  await share.click();
  await page.getByRole('menu', { name: 'Share this page' }).waitFor();
  await page.keyboard.press('Escape');
  const lens = await open('snapshot-lens');
  await lens.getByRole('button', { name: 'Take one here', exact: true })
    .click();
  const group = lens.locator('.lens-side tbody button').first();
  assert.equal(await group.getAttribute('aria-expanded'), 'false');
  await group.click();
  assert.equal(await group.getAttribute('aria-expanded'), 'true');
});
