// Compares our regular expressions with Node's on random patterns and texts:
//
//   node tests/differential/regexps.mjs PROGRAM [--cases N] [--seed N]
//
// A program that holds the cases is run by both, and its lines are compared:
// what exec, match, replace and split make of each pattern and text, or the
// message when the pattern is none. What differs is printed; the exit status
// is then 1. Patterns are kept small, so that none runs for long.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, ...rest] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/differential/regexps.mjs PROGRAM ' +
    '[--cases N] [--seed N]');
  process.exit(2);
}
const option = (name, fallback) =>
  rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : fallback;

/* ---- Random patterns ---- */

let state = option('--seed', 1) >>> 0 || 1;
function random(limit) { // xorshift32
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state % limit;
}
const pick = (items) => items[random(items.length)];

const LETTERS = ['a', 'b', 'c', 'A', 'B', '1', ' ', '-', 'é', 'K', '\\n', 'ß',
  '\u{1F600}', '\\uD83D', '_', 'ab', 'ba', 'σ', 'ς', '/'.replace('/', '\\/')];
const CLASSES = ['[ab]', '[^a]', '[a-c]', '[^a-cA]', '\\d', '\\w', '\\s', '\\W',
  '\\S', '\\D', '.', '[\\w-]', '[é-ÿ]', '[^\\d\\s]', '[]', '[^]', '[σa]',
  '[\\s\\S]', '[A-Z]'];
const UNICODE_CLASSES = ['\\p{L}', '\\P{Lu}', '[\\p{Ll}\\d]', '[^\\p{L}]',
  '\\u{61}', '[\u{1F600}-\u{1F60F}]', '[^\u{1F600}]'];
const SET_CLASSES = ['[\\w--[a-b]]', '[\\w&&[^b]]', '[\\q{ab|a|}c]', '[[ab]c]',
  '[^\\d]'];
const ASSERTIONS = ['^', '$', '\\b', '\\B'];
const QUANTIFIERS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?',
  '{2,}', '{0}', '{1,}?', '{0,3}'];

let names = 0; // every group has a name of its own

function atom(depth, flags) {
  const kinds = depth > 0 ? 12 : 6;
  /* V8 12 takes [^] under v for the empty set, and finds \B inside pairs */
  const isUnicode = /[uv]/.test(flags);
  switch (random(kinds)) {
    case 0: case 1: case 2: return pick(LETTERS);
    case 3: return pick(CLASSES.filter((c) => c !== '[^]' || !isUnicode));
    case 4:
      if (flags.includes('v') && random(2)) return pick(SET_CLASSES);
      return pick(isUnicode ? UNICODE_CLASSES : CLASSES);
    case 5: return pick(ASSERTIONS.filter((a) => a !== '\\B' || !isUnicode));
    case 6: case 7: return `(${choice(depth - 1, flags)})`;
    case 8: return `(?:${choice(depth - 1, flags)})`;
    case 9: return `(?${pick(['=', '!', '<=', '<!'])}` +
      `${choice(depth - 1, flags)})`;
    case 10: return `\\${1 + random(3)}`;
    default: return `(?<n${names++}>${choice(depth - 1, flags)})`;
  }
}

function sequence(depth, flags) {
  let text = '';
  for (let i = random(4); i >= 0; i--) {
    const item = atom(depth, flags);
    const repeats = random(3) === 0 && !ASSERTIONS.includes(item);
    text += repeats ? item + pick(QUANTIFIERS) : item;
  }
  return text;
}

function choice(depth, flags) {
  const count = random(3) === 0 ? 2 + random(2) : 1;
  return Array.from({ length: count }, () => sequence(depth, flags)).join('|');
}

const PIECES = ['a', 'b', 'c', 'ab', 'ba', 'A', 'B', '1', '12', ' ', '-', '\n',
  'é', 'É', 'ß', '\u{1F600}', '\uD83D', '\uDE00', 'σ', 'ς', 'Σ', '_', 'K', 'k',
  '/', 'aaa', 'abab'];
const NARROW = PIECES.filter((piece) => piece < '\u0100');

function text() {
  const pieces = random(2) ? PIECES : NARROW;
  return Array.from({ length: random(12) }, () => pick(pieces)).join('');
}

function oneCase() {
  let flags = '';
  for (const flag of 'dgimsy') if (random(4) === 0) flags += flag;
  flags += pick(['', '', '', 'u', 'v']);
  return [choice(1 + random(2), flags), flags, text()];
}

/* ---- Running both ---- */

const RUNNER = `
const show = (value) => JSON.stringify(value, (key, item) =>
  item === undefined ? '(undefined)' : item);
for (const [pattern, flags, text] of cases) {
  let line;
  try {
    const regexp = new RegExp(pattern, flags);
    const found = regexp.exec(text);
    line = show([found, found && found.index, found && found.groups &&
      Object.entries(found.groups), found && found.indices, regexp.lastIndex]);
    regexp.lastIndex = 1;
    line += show([regexp.test(text), regexp.lastIndex, text.match(regexp),
      text.search(regexp)]);
    /* V8 12 splits pairs under v, stops early with g and y together, and
     * mixes up captures that took no part between matches under g */
    if (!flags.includes('v')) line += show(text.split(regexp));
    if (!/[uvy]/.test(flags)) line += show(text.replace(regexp, '[$&|$1|$\`]'));
    const single = new RegExp(pattern, flags.replace('g', ''));
    line += show(text.replace(single, (...all) => show(all)));
  } catch (error) {
    line = error.message.slice(error.message.lastIndexOf('/') + 1);
  }
  console.log(line);
}
`;

function run(command, args, file) {
  const result = spawnSync(command, [...args, file],
    { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (result.status) console.log(`${command}: ${result.stderr}`);
  return result.stdout.split('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'regexp-differential-'));
const file = join(folder, 'cases.js');
const cases = Array.from({ length: option('--cases', 20000) }, oneCase);
writeFileSync(file, `const cases = ${JSON.stringify(cases)};\n${RUNNER}`);
const [ours, theirs] = [run(program, ['run'], file),
  run(process.execPath, [], file)];
rmSync(folder, { recursive: true });
let differences = 0;
cases.forEach(([pattern, flags, subject], i) => {
  if (ours[i] === theirs[i]) return;
  if (++differences > 8) return;
  console.log(`/${pattern}/${flags} on ${JSON.stringify(subject)}\n` +
    `  ours   ${ours[i]}\n  Node's ${theirs[i]}`);
});
console.log(`${cases.length} cases, ${differences} differ`);
process.exit(differences ? 1 : 0);
