// The variants of the leaks: the same flaw in another program, so that an
// answer cannot be learned by heart. The sandbox gives a learner one of them.
//
//   node tools/variants.mjs                 the variants of all examples
//   node tools/variants.mjs NAME            of one
//   node tools/variants.mjs NAME VARIANT    writes its files to ./NAME.VARIANT
//
//   shape    plain    the program as it is in examples/leaks/NAME
//            helper   the flaw is in a helper: NAME/helper/*.js, by hand
//            async    what it calls is waited for: NAME/async/*.js, by hand, or
//                     made here: `async` of scenario.json names functions
//   telling  first    in its own words
//            retold   `words` of scenario.json for the nouns and verbs of the
//                     ticket: names, texts and comments, also in its test
//   mended            its fix, retold, as if it were the program: it is sound
//
// Names change by their words (`priceBox`: price, box), wherever they are: a
// program, its test, its ticket and what `grow` says of it stay one story.
// tests/leaks/variants.test.mjs runs them all.
import {
  existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const LEAKS = join(ROOT, 'examples/leaks');

const SHAPES = ['plain', 'helper', 'async'];
const PROGRAMS = ['flawed.js', 'half.js', 'fixed.js', 'innocent.js'];

// ---- Other words ------------------------------------------------------------

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** With a plural of those that have none of their own. */
function wordTable(words) {
  const plurals = Object.entries(words)
    .map(([from, to]) => [`${from}s`, `${to}s`]);
  return new Map([...plurals, ...Object.entries(words)]);
}

function retellWord(word, table) {
  const other = table.get(word.toLowerCase());
  if (!other) return word;
  if (word === word.toLowerCase()) return other;
  return word === word.toUpperCase() ? other.toUpperCase() : capital(other);
}

/** A text with other words: of `priceBoxes` each part is one. */
const retell = (text, table) =>
  text.replaceAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g,
    (word) => retellWord(word, table));

/** All texts of a value of JSON. */
function retellAll(value, table) {
  if (typeof value === 'string') return retell(value, table);
  if (Array.isArray(value)) {
    return value.map((item) => retellAll(item, table));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .map(([key, item]) => [key, retellAll(item, table)]));
}

// ---- Waiting ----------------------------------------------------------------

/** Where the parenthesis that opens at `open` is closed. */
function closingOf(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  throw new Error(`no end: ${text.slice(open, open + 40)}`);
}

/** `function name(` becomes async and begins by waiting, if for something. */
const declareAsync = (text, name, waitsFor) =>
  text.replace(new RegExp(`(?<!async )function ${name}\\(.*\\{\n`), (head) =>
    `async ${head}${waitsFor ? `  await null; // ${waitsFor}\n` : ''}`);

/** `name(...)` becomes `await name(...)`, in parentheses where more follows. */
function awaitCalls(text, name) {
  const call = new RegExp(`(?<![\\w.$#]|function |await )${name}\\(`, 'g');
  let out = '';
  let from = 0;
  for (const { index } of text.matchAll(call)) {
    const end = closingOf(text, index + name.length) + 1;
    const waited = `await ${text.slice(index, end)}`;
    out += text.slice(from, index) +
      (/^\??[.[]/.test(text.slice(end)) ? `(${waited})` : waited);
    from = end;
  }
  return out + text.slice(from);
}

const makeAsync = (text, functions) =>
  Object.entries(functions).reduce((made, [name, waitsFor]) =>
    awaitCalls(declareAsync(made, name, waitsFor), name), text);

/** A test waits for what it calls. */
function makeTestAsync(text, functions) {
  const made = makeAsync(text, functions);
  return made === text ? text
    : made.replace('default function', 'default async function');
}

// ---- Files ------------------------------------------------------------------

const read = (...parts) => readFileSync(join(LEAKS, ...parts), 'utf8');
const readJSON = (...parts) => JSON.parse(read(...parts));

export const scenarioNames = () =>
  readdirSync(LEAKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

function readPrograms(...parts) {
  const programs = {};
  for (const file of PROGRAMS) {
    if (existsSync(join(LEAKS, ...parts, file))) {
      programs[file.replace('.js', '')] = read(...parts, file);
    }
  }
  return programs;
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object)
    .map(([key, value]) => [key, change(value)]));

/** {scenario, programs: {flawed, ...}, test} of a shape in its own words. */
function readShape(name, shape) {
  const { words, async: functions, ...plain } =
    readJSON(name, 'scenario.json');
  const test = read(name, 'test.js');
  if (shape === 'plain') {
    return { scenario: plain, programs: readPrograms(name), test };
  }
  if (!existsSync(join(LEAKS, name, shape))) {
    return {
      scenario: plain, test: makeTestAsync(test, functions),
      programs: mapValues(readPrograms(name),
        (text) => makeAsync(text, functions)),
    };
  }
  const changes = existsSync(join(LEAKS, name, shape, 'scenario.json'))
    ? readJSON(name, shape, 'scenario.json') : {};
  return { scenario: { ...plain, ...changes }, test,
    programs: readPrograms(name, shape) };
}

function retellShape({ scenario, programs, test }, words) {
  const table = wordTable(words);
  const { title, kind, finder, rest, host, ...told } = scenario;
  return {
    scenario: { title, kind, finder, rest, host, ...retellAll(told, table) },
    programs: mapValues(programs, (text) => retell(text, table)),
    test: retell(test, table),
  };
}

/** Its fix as the program: nothing is wrong with it. */
function mend({ scenario, programs, test }) {
  const { finder, cut, inside, engine, ...rest } = scenario;
  return {
    scenario: { ...rest, kind: 'innocent', title: `${scenario.title}: mended` },
    programs: { innocent: programs.fixed }, test,
  };
}

/** All variants of an example, the plain one first: {variant, shape, telling,
 * scenario, programs, test}. */
export function variantsOf(name) {
  const { words } = readJSON(name, 'scenario.json');
  const variants = SHAPES.flatMap((shape) => {
    const first = readShape(name, shape);
    return [
      { variant: shape, shape, telling: 'first', ...first },
      { variant: `${shape}-retold`, shape, telling: 'retold',
        ...retellShape(first, words) },
    ];
  });
  const { scenario: { kind, rest } } = variants[0];
  if (kind === 'flawed' && !rest) {
    const { scenario, programs, test } =
      variants.find(({ variant }) => variant === 'helper-retold');
    variants.push({ variant: 'mended', shape: 'helper', telling: 'retold',
      ...mend({ scenario, programs, test }) });
  }
  return variants;
}

// ---- By hand ----------------------------------------------------------------

function writeVariant(name, wanted) {
  const found = variantsOf(name).find(({ variant }) => variant === wanted);
  if (!found) throw new Error(`${name} has no variant ${wanted}`);
  const folder = `${name}.${wanted}`;
  mkdirSync(folder);
  for (const [file, text] of Object.entries(found.programs)) {
    writeFileSync(join(folder, `${file}.js`), text);
  }
  writeFileSync(join(folder, 'test.js'), found.test);
  writeFileSync(join(folder, 'scenario.json'),
    `${JSON.stringify(found.scenario, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, wanted] = process.argv.slice(2);
  if (wanted) writeVariant(name, wanted);
  else {
    for (const each of name ? [name] : scenarioNames()) {
      console.log(`${each}: ${variantsOf(each)
        .map(({ variant }) => variant).join(', ')}`);
    }
  }
}
