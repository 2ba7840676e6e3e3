// A page in Chromium that leaks in known ways among ordinary growth.
//
//   node bench/leaks/page.cjs FOLDER
//
// writes FOLDER/1.heapsnapshot to 3.heapsnapshot and FOLDER/planted.json, as
// service.cjs does. CHROMIUM names the browser (/usr/bin/chromium);
// playwright-core comes from tests/node_modules.
'use strict';
const { createWriteStream, mkdirSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const ROUNDS = 2;
const TESTS = join(__dirname, '../../tests/package.json');
const { chromium } = createRequire(TESTS)('playwright-core');

// ---- In the page -----------------------------------------------------------

function page() {
  class Entry {
    constructor(n) {
      this.title = `entry ${n}`;
      this.values = Array.from({ length: 10 }, (_, i) => n + i / 3);
    }
  }
  class Branch {
    constructor(depth, n) {
      this.weight = n / 7;
      this.branches =
        depth ? [new Branch(depth - 1, n + 1), new Branch(depth - 1, n)] : [];
    }
  }
  class Card {
    constructor(n) {
      this.text = [`card ${n}`, n / 3, n / 5, n / 7];
    }
  }
  const rows = [];
  const trees = [];
  const table = document.createElement('table');
  document.body.append(table);

  // A row leaves the page; the closure that would mend it keeps it.
  function dropRow(n) {
    const row = document.createElement('tr');
    row.append(document.createElement('td'));
    const entry = new Entry(n);
    table.append(row);
    row.remove();
    rows.push(function restore() {
      table.append(row);
      return entry;
    });
  }

  // Listeners on the window that nobody takes away.
  function addCard(n) {
    const card = new Card(n);
    window.addEventListener('resize', function onResize() {
      return card.text;
    });
  }

  function addTree(n) {
    trees.push(new Branch(5, n));
  }

  // Ordinary: a table in the page that is filled anew each time.
  function showTable(n) {
    const body = document.createElement('tbody');
    for (let i = 0; i < 200; i++) {
      const row = body.insertRow();
      row.insertCell().textContent = `row ${n + i}`;
    }
    table.replaceChildren(body);
  }

  window.serveRound = (first, counts) => {
    showTable(first);
    for (let i = 0; i < counts.rows; i++) dropRow(first + i);
    for (let i = 0; i < counts.cards; i++) addCard(first + i);
    for (let i = 0; i < counts.trees; i++) addTree(first + i);
  };
}

// ---- The run ---------------------------------------------------------------

async function snapshot(session, path) {
  const out = createWriteStream(path);
  const take = ({ chunk }) => out.write(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot',
    { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  await new Promise((done) => out.end(done));
}

async function main(folder) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const view = await browser.newPage();
    await view.setContent(`<!doctype html><title>Rows</title><body>
      <script>(${page})();</script>`);
    const session = await view.context().newCDPSession(view);
    await session.send('HeapProfiler.enable');
    const few = { rows: 3, cards: 3, trees: 2 };
    const many = { rows: 400, cards: 500, trees: 60 };
    await view.evaluate((counts) => serveRound(-100, counts), few);
    await snapshot(session, join(folder, '1.heapsnapshot'));
    for (let round = 0; round < ROUNDS; round++) {
      await view.evaluate(([first, counts]) => serveRound(first, counts),
        [round * 10_000, many]);
      await snapshot(session, join(folder, `${round + 2}.heapsnapshot`));
    }
    const of = (count, finder) => ({ count: count * ROUNDS, finder });
    writeFileSync(join(folder, 'planted.json'), JSON.stringify({
      leaks: {
        Entry: of(many.rows, 'detached'), Card: of(many.cards, 'listeners'),
        // 2^6 - 1 in each tree
        Branch: of(many.trees * 63, 'collection'),
      },
      bystanders: ['<tbody>', '<tr>', '<td>'],
    }));
  } finally {
    await browser.close();
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
