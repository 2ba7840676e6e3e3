// Writes docs/bytecode.md from src/bytecode/instructions.def, the one place
// where instructions are described:
//
//   node tools/bytecode-manual.mjs [--check]
//
// With --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, 'docs/bytecode.md');
const source = readFileSync(join(ROOT, 'src/bytecode/instructions.def'),
  'utf8');

/** The head comment's table of letters, as it stands. */
function letters() {
  const head = source.slice(0, source.indexOf('*/'));
  return head.split('\n').slice(1)
    .map((line) => line.replace(/^ \* ?/, '').trimEnd()).join('\n').trim();
}

/** Sections and instructions in order. */
function* entries() {
  const rest = source.slice(source.indexOf('*/') + 2);
  const pattern = new RegExp(
    '/\\*(?<section>[^]*?)\\*/|INSTRUCTION\\((?<name>\\w+),\\s*' +
    '"(?<operands>\\w*)",\\s*(?<text>(?:"[^"]*(?:\\\\"[^"]*)*"\\s*)+)\\)', 'g');
  for (const { groups } of rest.matchAll(pattern)) {
    if (groups.section !== undefined) {
      yield { section: groups.section.replace(/\s+\*?\s*/g, ' ').trim() };
    } else {
      const text = [...groups.text.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
        .map((match) => match[1]).join('');
      yield { name: groups.name, operands: groups.operands, text };
    }
  }
}

function page() {
  const lines = [
    '# Bytecode',
    '',
    'Made from `src/bytecode/instructions.def` by `tools/bytecode-manual.mjs`;',
    'change it there. `glassheap disassemble FILE` prints the bytecode of a',
    'script.',
    '', '```', letters(), '```',
  ];
  for (const entry of entries()) {
    if (entry.section) {
      lines.push('', `## ${entry.section.split('. ')[0].replace(/\.$/, '')}`);
      const more = entry.section.split('. ').slice(1).join('. ');
      if (more) lines.push('', more);
      lines.push('', '| instruction | operands | what it does |',
        '| --- | --- | --- |');
    } else {
      lines.push(`| ${entry.name} | ${entry.operands} | ` +
        `${entry.text.replace(/\|/g, '\\|')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[2] === '--check') {
  if (readFileSync(PAGE, 'utf8') !== page()) {
    console.error('docs/bytecode.md is out of date: run ' +
      'node tools/bytecode-manual.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(PAGE, page());
}
