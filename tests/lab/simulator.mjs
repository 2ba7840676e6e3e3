// What a learner does in a simulator or beside an exercise, for the tests of
// the lab.
import assert from 'node:assert/strict';
import { soon } from '../ui/page.mjs';

/** Writes a program in the place of what the page's editor holds. */
export async function writeProgram(page, text) {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

/** The same, and runs it to its end. */
export async function runProgram(page, text) {
  await writeProgram(page, text);
  await page.keyboard.press('Control+Enter');
  await soon(async () => assert.equal(
    await page.getByRole('button', { name: 'Running' }).count(), 1));
  await page.locator('.simulator[data-moment]').waitFor();
}

/** Out of the prediction: the question may be still on its way, or none. */
export const skipPrediction = (page) => soon(async () => {
  const skip = page.getByRole('button', { name: 'skip' });
  if (await skip.count()) await skip.click({ timeout: 500 });
  assert.equal(await page.locator('.dock[inert]').count(), 0);
});
