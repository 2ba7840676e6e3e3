// What grows in a page because of its tools and its framework: the console of
// DevTools keeps what was printed, React keeps trees of fibers. Both are told
// apart from leaks, or labelled, in real snapshots of Chromium.
import assert from 'node:assert/strict';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { glassheap } from '../cli/command.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PRINTED = 400;
const COMPONENTS = 300;
const folder = mkdtempSync(join(tmpdir(), 'glassheap-noise-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// In the page. Fibers as React makes them: each knows its element and its twin,
// and the element knows its fiber.
function page() {
  class FiberNode {
    constructor(element) {
      this.stateNode = element;
      this.alternate = null;
      this.memoizedProps = { className: `row ${element.tagName}` };
      this.return = this.child = this.sibling = null;
    }
  }
  class Printed {
    constructor(n) {
      this.text = `printed ${n}`;
      this.values = [n, n / 3, n / 7];
    }
  }
  const unmounted = [];

  function mount() {
    const element = document.createElement('li');
    const fiber = new FiberNode(element);
    fiber.alternate = new FiberNode(element);
    fiber.alternate.alternate = fiber;
    element.__reactFiber$x1y2z3 = fiber;
    document.body.append(element);
    element.remove();
    unmounted.push(element);
  }
  window.work = (printed, components) => {
    for (let n = 0; n < printed; n++) console.log(new Printed(n));
    for (let n = 0; n < components; n++) mount();
  };
}

async function take(session, path) {
  const out = createWriteStream(path);
  const write = ({ chunk }) => out.write(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', write);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot',
    { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', write);
  await new Promise((done) => out.end(done));
  return path;
}

const skip = existsSync(CHROMIUM) ? false : 'there is no Chromium';

describe('noise of tools and frameworks', { skip }, () => {
  let answer;
  before(async () => {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'],
    });
    const files = [];
    try {
      const view = await browser.newPage();
      await view.addScriptTag({ content: `(${page})();` });
      const session = await view.context().newCDPSession(view);
      await session.send('Runtime.enable');
      await view.evaluate('work(3, 3)');
      for (let i = 0; i < 3; i++) {
        if (i) await view.evaluate(`work(${PRINTED}, ${COMPONENTS})`);
        files.push(await take(session, join(folder, `${i}.heapsnapshot`)));
      }
    } finally {
      await browser.close();
    }
    const { status, stdout, stderr } = await glassheap(
      ['leaks', ...files, '--json'], { env: { GLASSHEAP_CACHE: '' } });
    assert.equal(status, 0, stderr);
    answer = JSON.parse(stdout);
  });

  const inside = (leak, name) =>
    leak.silhouette.find((part) => part.class === name);

  test('what the console keeps is noise, not a leak', () => {
    const noise = answer.noise.find(({ finder }) => finder === 'console');
    assert.ok(noise, JSON.stringify(answer.noise));
    assert.equal(inside(noise, 'Printed').count, 2 * PRINTED);
    assert.ok(!answer.suspects.some((leak) => inside(leak, 'Printed')));
  });

  test('detached elements of React are labelled', () => {
    const leak = answer.suspects.find((each) => inside(each, 'FiberNode'));
    assert.equal(leak.finder, 'detached');
    assert.equal(leak.framework, 'React');
    assert.equal(inside(leak, 'FiberNode').count, 2 * 2 * COMPONENTS);
    assert.match(leak.path, /unmounted/);
  });

  test('and that is all there is', () => {
    assert.equal(answer.suspects.length, 1,
      answer.suspects.map(({ title }) => title).join('\n'));
  });
});
