// Every exercise of the lab: the right answer is one, the obvious wrong ones
// are not, and neither is the program that it begins with.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { closeAll, lab, openAddress, soon } from '../ui/page.mjs';
import { writeProgram } from './simulator.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const LESSONS = join(HERE, '../../lab/lessons');
const ANSWERS = join(HERE, 'exercises');

after(closeAll);

async function verdict(page, text) {
  if (text !== null) await writeProgram(page, text);
  await page.getByRole('button', { name: 'Check' }).click();
  return soon(async () => {
    const found = page.locator('.exercise .verdict');
    assert.ok(await found.count());
    return { isRight: await found.evaluate((element) =>
      element.classList.contains('is-right')), said: await found.innerText() };
  });
}

const nameOf = (file) => file.replace(/^\d+-|\.md$/g, '');
const hasProgram = (file) =>
  readFileSync(join(LESSONS, file), 'utf8').includes('```js exercise');
const lessons = readdirSync(LESSONS).filter(hasProgram).map(nameOf);

test('every lesson has an exercise, with a right answer and a wrong one', () => {
  for (const lesson of lessons) {
    const names = readdirSync(join(ANSWERS, lesson));
    assert.ok(names.includes('right.js'), lesson);
    assert.ok(names.some((name) => name.startsWith('wrong-')), lesson);
  }
});

for (const lesson of lessons) {
  test(`the exercise of ${lesson}`, async () => {
    const server = await lab();
    const open = async () => {
      const { page, errors } = await openAddress(
        `${server.address}`.replace('/?', `/exercises/${lesson}?`),
        { ready: false });
      await page.locator('.cm-content').waitFor();
      return { page, errors };
    };
    const begun = await open();
    assert.equal((await verdict(begun.page, null)).isRight, false, 'as begun');
    for (const name of readdirSync(join(ANSWERS, lesson))) {
      const { page, errors } = await open();
      const text = readFileSync(join(ANSWERS, lesson, name), 'utf8');
      const { isRight, said } = await verdict(page, text);
      assert.equal(isRight, name === 'right.js', `${name}: ${said}`);
      assert.deepEqual(errors, []);
      await page.context().close();
    }
    await server.stop();
  });
}

// ---- Reading a snapshot ---------------------------------------------------

const CUTS = { 'A shop': ['searches', 'products'],
  'An editor': ['history', 'current'], 'A service': ['unsent', 'monday'] };

test('the exercise of reading-a-snapshot', async () => {
  const server = await lab();
  const { page, errors } = await openAddress(
    server.address.replace('/?', '/exercises/reading-a-snapshot?'),
    { ready: false });
  for (const [title, [right, wrong]] of Object.entries(CUTS)) {
    const heap = page.getByRole('region', { name: title });
    for (const edge of [wrong, right]) {
      await heap.getByLabel('Cut').fill(edge);
      await heap.getByRole('button', { name: 'Cut it' }).click();
      await heap.locator(edge === right ? '.is-right' : '.is-wrong').waitFor();
    }
  }
  assert.deepEqual(errors, []);
  await server.stop();
});
