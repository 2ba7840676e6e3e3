// A program that runs on: it can be paused, looked at, and stopped.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeAll, openViewer, program } from './page.mjs';

after(closeAll);

const ENDLESS = program(`let count = 0;
const seen = [];
for (;;) {
  count++;
  if (count % 100000 === 0) seen.push({ count });
}
`);

test('an endless loop: pause, look, step back, stop', async () => {
  const viewer = await openViewer(ENDLESS);
  const { page } = viewer;
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  await viewer.move(() => pause.click());
  assert.match(await viewer.happened(), /in the script/);
  const count = Number((await viewer.variables()).count);
  assert.ok(count > 0);
  await viewer.press('N');
  const before = Number((await viewer.variables()).count);
  assert.ok(before <= count && before >= count - 1, `${before}, ${count}`);
  // it could be stopped here as well
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByRole('button', { name: 'Run on' }).click();
  await pause.waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Stop' })
    .waitFor({ state: 'hidden' });
  // the past can still be looked at
  assert.equal(await viewer.press('Home'), '0.0');
});
