// A page in Chromium with what pages leave behind, SIZE of each: rows that
// were taken out and are held by closures, listeners on elements and on the
// window, iframes in the page and removed ones, a worker, shadow trees,
// observers, fragments.
//
//   node bench/heaps/page.cjs SIZE OUT.heapsnapshot
//
// CHROMIUM names the browser (/usr/bin/chromium); playwright-core comes from
// tests/node_modules.
'use strict';
const { createWriteStream } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const TESTS = join(__dirname, '../../tests/package.json');
const { chromium } = createRequire(TESTS)('playwright-core');

function page(size) {
  const held = [];
  const byElement = new WeakMap();
  const table = document.body.appendChild(document.createElement('table'));

  class Row {
    constructor(n) {
      this.element = table.insertRow();
      this.element.id = `row-${n}`;
      this.element.insertCell().textContent = `cell ${n}`;
      this.element.addEventListener('click', () => this.select(n));
      byElement.set(this.element, this);
    }

    select(n) {
      this.selected = n;
    }
  }

  class Badge extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: 'open' }).innerHTML = '<b><slot></slot></b>';
    }
  }
  customElements.define('x-badge', Badge);

  function addRow(n) {
    const row = new Row(n);
    if (n % 2) row.element.remove();
    if (n % 3 === 0) held.push(() => row.element);
  }

  function addFrame(n) {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<p>frame ${n}<script>var own = { n: ${n} };</script>`;
    document.body.append(frame);
    return new Promise((done) => {
      frame.onload = () => {
        held.push(frame.contentWindow.own ?? frame.contentDocument.body);
        if (n % 2) frame.remove();
        done();
      };
    });
  }

  function addBadge(n) {
    const badge = document.createElement('x-badge');
    badge.textContent = `badge ${n}`;
    if (n % 2) document.body.append(badge);
    else held.push(badge);
  }

  function addFragment(n) {
    const fragment = document.createDocumentFragment();
    fragment.append(document.createElement('section'), `text ${n}`);
    held.push({ fragment, part: fragment.firstChild });
  }

  window.fill = async () => {
    for (let n = 0; n < size; n++) {
      addRow(n);
      addBadge(n);
      addFragment(n);
      window.addEventListener('resize', () => held.length + n);
    }
    for (let n = 0; n < Math.min(size, 8); n++) await addFrame(n);
    new MutationObserver(() => held.push('changed'))
      .observe(document.body, { childList: true });
    window.worker = new Worker(URL.createObjectURL(new Blob(
      ['const kept = Array.from({ length: 1000 }, (_, n) => ({ n }));'
        + 'onmessage = () => postMessage(kept.length);'])));
    await new Promise((done) => {
      window.worker.onmessage = done;
      window.worker.postMessage(0);
    });
  };
}

async function main(size, path) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const view = await browser.newPage();
    await view.setContent('<!doctype html><title>Rows</title><body>');
    await view.addScriptTag({ content: `(${page})(${size});` });
    await view.evaluate('fill()');
    const session = await view.context().newCDPSession(view);
    const out = createWriteStream(path);
    session.on('HeapProfiler.addHeapSnapshotChunk',
      ({ chunk }) => out.write(chunk));
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.takeHeapSnapshot',
      { reportProgress: false });
    await new Promise((done) => out.end(done));
  } finally {
    await browser.close();
  }
}

const [size, out] = process.argv.slice(2);
main(Number(size), out).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
