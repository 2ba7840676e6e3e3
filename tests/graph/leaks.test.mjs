// Leaks planted in real programs are found: each with its exact number and
// size and the edge to cut, and nothing else.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bytesFreed, loadSnapshot } from './cutting.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const GLASSHEAP = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'glassheap-leaks-'));
after(() => rmSync(folder, { recursive: true }));

async function ask(command, files) {
  const { stdout } = await run(GLASSHEAP, [command, ...files, '--json'],
    { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

// The program runs once; its snapshots and what it planted.
async function generate(name) {
  const out = join(folder, name);
  await run(process.execPath,
    ['--expose-gc', join(ROOT, `bench/leaks/${name}.cjs`), out],
    { timeout: 60_000 });
  return {
    files: [1, 2, 3].map((i) => join(out, `${i}.heapsnapshot`)),
    planted: JSON.parse(readFileSync(join(out, 'planted.json'))),
  };
}

const inside = (leak, name) =>
  leak.silhouette.find((part) => part.class === name);
const findPlanted = (answer, name, { finder }) =>
  answer.suspects.find((leak) => leak.finder === finder && inside(leak, name));

// What one program's leaks must look like.
function checkLeaks(name, skip) {
  describe(name, { skip }, () => {
    let files, planted, answer, first, last;
    before(async () => {
      ({ files, planted } = await generate(name));
      answer = await ask('leaks', files);
      first = loadSnapshot(files[0]);
      last = loadSnapshot(files[2]);
    });

    test('every planted leak, with its exact number', () => {
      for (const [name, leak] of Object.entries(planted.leaks)) {
        const found = findPlanted(answer, name, leak);
        assert.ok(found, `${name} is not found`);
        assert.equal(inside(found, name).count, leak.count, found.title);
        assert.equal(found.verdict, 'growing', found.title);
        assert.equal(found.sure, 'certain', found.title);
      }
    });

    test('nothing else above 1% of the growth', () => {
      assert.equal(answer.suspects.length, Object.keys(planted.leaks).length,
        answer.suspects.map(({ title }) => title).join('\n'));
      for (const leak of answer.suspects) {
        for (const name of planted.bystanders) {
          assert.ok(!inside(leak, name), leak.title);
        }
      }
      const shown = [...answer.suspects, ...answer.ordinary, ...answer.noise]
        .reduce((sum, { bytes }) => sum + bytes, 0);
      assert.ok(shown + answer.rest.bytes <= answer.growth.bytes);
    });

    test('cutting the edges frees just so many bytes', () => {
      for (const leak of answer.suspects) {
        assert.equal(bytesFreed(first, last, leak.edges), leak.bytes,
          `${leak.title}: ${JSON.stringify(leak.edges)}`);
      }
    });

    test('each is told in sentences', () => {
      for (const leak of answer.suspects) {
        for (const text of [leak.title, leak.path, leak.cut, leak.advice,
          ...leak.evidence]) {
          assert.match(text, /^\S.*\S$/);
          assert.doesNotMatch(text, /\$[a-z]/);
        }
      }
    });

    test('two snapshots are enough to find them', async () => {
      const two = await ask('leaks', [files[0], files[2]]);
      for (const [name, leak] of Object.entries(planted.leaks)) {
        const found = findPlanted(two, name, leak);
        assert.equal(inside(found, name).count, leak.count);
        assert.equal(found.verdict, 'grew');
      }
    });

    test('what outlived a step that did nothing is less sure', async () => {
      const { suspects } = await ask('leaks', [files[0], files[2], files[2]]);
      for (const [name, leak] of Object.entries(planted.leaks)) {
        const found = findPlanted({ suspects }, name, leak);
        assert.equal(inside(found, name).count, leak.count);
        assert.equal(found.verdict, 'once');
        assert.equal(found.sure, 'possible');
      }
    });

    test('the comparison counts the same objects', async () => {
      const { classes, born } = await ask('diff', [...files, '--limit', '999']);
      for (const [name, { count }] of Object.entries(planted.leaks)) {
        // strings, views and literals there are elsewhere too
        if (/^[({]|Array$/.test(name)) continue;
        const change = classes.find((item) => item.class === name);
        assert.equal(change.new.count, count, name);
        assert.equal(change.persistent.count, count / 2, name);
        assert.equal(change.freed.count, 0, name);
      }
      assert.equal(born.length, 2);
      const row = classes.find((item) => item.class === 'Row');
      if (row) assert.equal(row.delta.count, 0);
    });
  });
}

checkLeaks('service');
checkLeaks('page', existsSync(CHROMIUM) ? false : 'there is no Chromium');

test('one snapshot: what keeps much is told', async () => {
  const { files } = await generate('service');
  const answer = await ask('leaks', [files[2]]);
  assert.equal(answer.snapshots, 1);
  const titles = answer.suspects.map(({ title }) => title);
  for (const part of ['Map `sessions`', 'EventEmitter `hub`']) {
    assert.ok(titles.some((title) => title.includes(part)), titles.join('\n'));
  }
});
