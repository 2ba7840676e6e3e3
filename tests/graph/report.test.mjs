// `glassheap report`: one page, well formed, with nothing in it that runs, and
// with the numbers of --json.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync,
  rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { glassheap } from '../cli/command.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glassheap-report-'));
const SNAPSHOT = join(folder, 'hostile.heapsnapshot');
const PAGE = join(folder, 'report.html');
let page;

before(async () => {
  const made = spawnSync(process.execPath,
    [join(HERE, 'fixtures/hostile.cjs'), SNAPSHOT], { timeout: 60_000 });
  assert.equal(made.status, 0, String(made.stderr));
  const { status, stdout, stderr } =
    await glassheap(['report', SNAPSHOT, '-o', PAGE]);
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
  page = readFileSync(PAGE, 'utf8');
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function ask(command, ...options) {
  const { status, stdout, stderr } =
    await glassheap([command, SNAPSHOT, '--json', ...options]);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

// ---- Reading the page -------------------------------------------------------

const VOID = new Set(['meta', 'br', 'rect']);

// All tags as [name, attributes]; throws where they are not nested.
function readTags(html) {
  const tags = [];
  const open = [];
  const body = html.replace(/<style>[^<]*<\/style>/, '');
  const pattern = /<(\/?)([a-zA-Z!?][^\s>/]*)((?:\s+[\w-]+(?:="[^"<]*")?)*)\s*(\/?)>|</g;
  for (const match of body.matchAll(pattern)) {
    const [whole, closes, name, attributes, closed] = match;
    assert.notEqual(whole, '<',
      `a stray < at ${body.slice(match.index, match.index + 60)}`);
    if (name === '!DOCTYPE') continue;
    if (closes) {
      assert.equal(open.pop(), name, body.slice(match.index - 80, match.index));
    } else {
      tags.push([name, attributes]);
      if (!VOID.has(name) && !closed) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return tags;
}

const section = (id) =>
  page.match(new RegExp(`<section id="${id}">[^]*?</section>`))?.[0];
const values = (html) =>
  [...html.matchAll(/<data value="(-?\d+)">/g)].map(([, value]) => +value);
const rows = (html) =>
  [...html.matchAll(/<tr><td class="w">[^]*?<\/tr>/g)].map(([row]) => row);
const escaped = (text) => text.replace(/[\0-\x1f\x7f]/g, ' ')
  .replace(/[&<>"']/g, (sign) => ({
    '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;',
  })[sign]);

test('the page is well formed and has nothing that runs', () => {
  const tags = readTags(page);
  const known = new Set(tags.map(([name]) => name));
  for (const name of ['script', 'img', 'iframe', 'link', 'object', 'a']) {
    assert.ok(!known.has(name), name);
  }
  assert.ok(!/<script/i.test(page));
  for (const [, attributes] of tags) {
    assert.doesNotMatch(attributes, /\s(on\w+|src|href)=/);
  }
  assert.match(page, /^<!DOCTYPE html>\n<html lang="en">/);
  assert.match(page, /default-src 'none'/);
  assert.equal(page.match(/<style>/g).length, 1);
  // the hostile names are there, as text
  assert.ok(page.includes('&lt;script&gt;document.title'));
});

test('totals and kinds', async () => {
  const open = await ask('open');
  const head = page.match(/<header>[^]*?<\/header>/)[0];
  assert.deepEqual(values(head),
    [open.bytes, open.nodes, open.edges, open.wasted]);
  assert.deepEqual(values(section('kinds')),
    open.kinds.map(({ bytes }) => bytes));
});

test('constructors', async () => {
  const { classes, total } = await ask('summary', '-n', '25');
  const shown = rows(section('classes'));
  assert.equal(shown.length, classes.length);
  classes.forEach((each, i) => {
    assert.deepEqual(values(shown[i]),
      [each.count, each.self, each.retained]);
    assert.ok(shown[i].includes(`<bdi>${escaped(each.name)}</bdi>`));
  });
  assert.equal(values(section('classes')).at(-1), total - classes.length);
});

test('suspects, with the path and the edge to cut', async () => {
  const { suspects } = await ask('open');
  const articles = section('suspects').match(/<article[^]*?<\/article>/g);
  assert.ok(suspects.length > 0);
  assert.equal(articles.length, suspects.length);
  for (const [i, suspect] of suspects.entries()) {
    const { paths: [{ cut: edge, steps }] } =
      await ask('why', `@${suspect.owner.id}`, '-n', '1');
    // nobody can cut what the engine's own roots hold
    const cut = edge?.from.type === 'synthetic' ? null : edge;
    assert.deepEqual(values(articles[i]),
      [suspect.retained, suspect.count, suspect.gathered,
        ...(cut ? [cut.bytes] : [])]);
    for (const { node } of steps) {
      assert.ok(articles[i].includes(`<bdi>${escaped(node.label)}</bdi>`));
      assert.ok(articles[i].includes(`@${node.id}<`));
    }
    if (cut) assert.ok(articles[i].includes(escaped(cut.text)));
  }
});

test('listeners, collections and strings', async () => {
  const { listeners } = await ask('listeners', '-n', '10');
  const warned = listeners.filter(({ warning }) => warning);
  assert.deepEqual(rows(section('listeners')).map(values),
    warned.map(({ count, same, retained }) => [count, same, retained]));
  assert.ok(warned.length > 0);

  const { collections, kinds } =
    await ask('collections', '-n', '10', '--sort', 'waste');
  const lines = rows(section('collections')).map(values);
  assert.deepEqual(lines, [
    ...kinds.map((kind) => [kind.collections, kind.empty, kind.sparse,
      kind.bytes, kind.wasted]),
    ...collections.filter(({ wasted }) => wasted).map((each) =>
      [each.count, each.capacity, each.wasted, each.node.retained]),
  ]);

  const { strings } = await ask('strings', '-n', '15');
  const texts = rows(section('strings'));
  assert.deepEqual(texts.map(values),
    strings.map(({ count, bytes, wasted }) => [count, bytes, wasted]));
  strings.forEach(({ text }, i) =>
    assert.ok(texts[i].includes(`<bdi>${escaped(text)}</bdi>`)));
  assert.ok(strings.some(({ text }) => text.includes('<script>')));
});

test('the treemap fills its place with titled areas', () => {
  const map = section('treemap');
  const areas = [...map.matchAll(
    /<title>([^<]*)<\/title><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="k\d"\/>/g)];
  assert.ok(areas.length > 5);
  let sum = 0;
  for (const [, title, x, y, width, height] of areas) {
    assert.match(title, /: [\d.]+ [KMGT]?B, [\d.]+%$/);
    assert.ok(+x + +width <= 1000.2 && +y + +height <= 560.2);
    sum += width * height;
    // areas are in proportion
    const share = +title.match(/([\d.]+)%$/)[1];
    assert.ok(Math.abs(width * height / 5600 - share) < 0.3, title);
  }
  assert.ok(Math.abs(sum / 560_000 - 1) < 0.01);
});

test('several snapshots: what grew', async () => {
  const both = join(folder, 'both.html');
  const { status, stderr } =
    await glassheap(['report', SNAPSHOT, SNAPSHOT, '-o', both]);
  assert.deepEqual([status, stderr], [0, '']);
  const text = readFileSync(both, 'utf8');
  assert.match(text, /<section id="growth">/);
  readTags(text);
});

// ---- Writing ----------------------------------------------------------------

test('to standard output, and the same each time', async () => {
  const { status, stdout } = await glassheap(['report', SNAPSHOT, '-o', '-']);
  assert.equal(status, 0);
  assert.equal(stdout, page);
});

test('what cannot be written is one clear line, and nothing is left', async () => {
  const none = await glassheap(['report', SNAPSHOT]);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /^glassheap: `report` wants -o REPORT\.html.*\n$/);

  const missing = join(folder, 'missing/report.html');
  const lost = await glassheap(['report', SNAPSHOT, '-o', missing]);
  assert.equal(lost.status, 3);
  assert.match(lost.stderr, /report\.html: cannot be written: No such .*\n$/);

  const full = await glassheap(['report', SNAPSHOT, '-o', '/dev/full']);
  assert.equal(full.status, 3);
  assert.equal(full.stderr,
    'glassheap: /dev/full: cannot be written: No space left on device\n');

  const place = join(folder, 'place');
  mkdirSync(place);
  const taken = await glassheap(['report', SNAPSHOT, '-o', place]);
  assert.equal(taken.status, 3);
  assert.equal(taken.stderr.split('\n').length, 2);
  if (process.getuid() !== 0) {
    chmodSync(place, 0o500);
    const refused =
      await glassheap(['report', SNAPSHOT, '-o', join(place, 'r.html')]);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /cannot be written: Permission denied\n$/);
  }
  assert.deepEqual(readdirSync(place), []);
});

test('what was there before stays until the new page is whole', async () => {
  const old = join(folder, 'old.html');
  writeFileSync(old, 'before');
  const damaged = join(folder, 'damaged.heapsnapshot');
  writeFileSync(damaged, readFileSync(SNAPSHOT).subarray(0, 100_000));
  const { status, stderr } = await glassheap(['report', damaged, '-o', old]);
  assert.equal(status, 3);
  assert.equal(stderr.split('\n').length, 2);
  assert.equal(readFileSync(old, 'utf8'), 'before');
  await glassheap(['report', SNAPSHOT, '-o', old]);
  assert.equal(readFileSync(old, 'utf8'), page);
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')));
  assert.ok(existsSync(old));
});
