// The DOM with libraries from npm, and as the analyser sees it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GLASSHEAP, glassheap } from '../../cli/command.mjs';
import { runProgram } from '../../run/programs.mjs';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'glassheap-dom-'));
after(() => rmSync(folder, { recursive: true }));

for (const library of ['jquery', 'preact', 'alpine']) {
  test(`${library}: a component comes and goes, and leaves nothing`,
    async () => {
      const { outcome, detail } = await runProgram(
        join(FIXTURES, `${library}.mjs`),
        { build: 'release', command: GLASSHEAP, seconds: 300, cwd: folder });
      assert.equal(outcome, 'passed', detail);
    });
}

test('a snapshot: detached trees as trees, listeners by element and event',
  async () => {
    const file = join(folder, 'planted.heapsnapshot');
    const taken = await glassheap(['snapshot', '--host', 'browser',
      join(FIXTURES, 'planted.js'), '-o', file]);
    assert.equal(taken.status, 0, taken.stderr);
    const ask = async (...words) =>
      JSON.parse((await glassheap([...words, file, '--json'])).stdout);

    const { detached } = await ask('detached');
    assert.deepEqual(
      detached.map(({ root, trees, nodes }) => [root.class, trees, nodes])
        .sort(),
      [['Detached <article>', 1, 2], ['Detached <section>', 5, 35]]);
    assert.match(detached[0].path, /(rows|plantedRows) \(Array\)/);

    const { listeners } = await ask('listeners');
    const clicks = listeners.find(({ event }) => event === 'click');
    assert.equal(clicks.emitter.class, '<button>');
    assert.equal(clicks.count, 30);
    assert.equal(clicks.functions[0].label, 'plantedClick()');
    assert.ok(clicks.warning);
  });

test('show: nodes are named as tags, and said to be detached', async () => {
  const shown = await glassheap(['show', '--host', 'browser', '--json',
    join(FIXTURES, 'planted.js')]);
  assert.equal(shown.status, 0, shown.stderr);
  assert.match(shown.stdout, /detached <section>/);
  assert.match(shown.stdout, /"<button>"/);
});
