// The cheatsheet: one page, drawn when the house is built, from runs of the
// engine that was built just before. So it says what is so, or the build fails.
//
//   node tools/cheatsheet.mjs GLASSHEAP OUTPUT
//
// writes {engine, cards: [{name, title, html}]}, only when it has changed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as cards from './cheatsheet/cards.mjs';
import { openEngine } from './cheatsheet/engine.mjs';
import * as facts from './cheatsheet/facts.mjs';
import { leaksCard, weakCard } from './cheatsheet/leaks.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HUNTED = join(ROOT, 'examples/leaks/timestamp-key');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Everything on the sheet, in the order of the page. */
export function makeSheet(program) {
  const engine = openEngine(program);
  const silhouettes = readJson(join(ROOT, 'lab/silhouettes.json'));
  try {
    const keepers = facts.keepers(engine);
    return { engine: engine.version(), cards: [
      cards.runtimeCard(facts.order(engine)),
      cards.valuesCard(facts.values(engine), facts.VALUES),
      cards.shapesCard(facts.shapes(engine), facts.caches(engine),
        facts.SHAPES),
      cards.elementsCard(facts.elements(engine)),
      cards.keepersCard(keepers),
      cards.snapshotCard(facts.snapshot(engine)),
      cards.collectorsCard(facts.collectors(engine)),
      leaksCard(silhouettes),
      cards.huntCard(facts.hunt(engine, HUNTED,
        readJson(join(HUNTED, 'scenario.json')))),
      weakCard(keepers, silhouettes),
    ] };
  } finally {
    engine.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program, output] = process.argv.slice(2);
  const text = `${JSON.stringify(makeSheet(program), null, 1)}\n`;
  if (!existsSync(output) || readFileSync(output, 'utf8') !== text) {
    writeFileSync(output, text);
  }
}
