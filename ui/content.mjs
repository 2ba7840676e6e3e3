// The lab's content: Markdown with front matter under lab/ becomes JSON that
// the page asks for when it is wanted, and an index that it always has.
//
//   lab/simulators/shapes.md      -> content/simulators/shapes.json
//   lab/lessons/01-machine.md     -> content/lessons/machine.json
//   examples/slides/01-stack.js   -> content/gallery/01-stack.json
//   examples/leaks/cycle          -> content/sandbox/case-7.json, case-7.0.json
//                                    and so on for its variants
//
// A document is {meta, parts}: parts are HTML, or what a fenced block is for:
//
//   ```js program             the program that a simulator begins with
//   ```js figure simulator=shapes at=12.3 caption=...
//                             a live figure: that simulator with this program
//   ```js exercise            the program that the learner is to change
//   ```json checks            what the engine is asked about it
//   ```json cuts              heaps in which a reference is to be found
import { Renderer, marked } from 'marked';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scenarioNames, variantsOf } from '../tools/variants.mjs';

/** Words of the front matter that are Markdown; the page has them as HTML. */
const PROSE = new Set(['about', 'misconception']);
const KINDS = ['simulators', 'lessons', 'deep-dives'];

// every part of a text has an address: the words of its heading
marked.use({
  renderer: {
    heading({ tokens, depth, text }) {
      const name = text.toLowerCase().replaceAll(/<[^>]*>|[^\w\s-]/g, '')
        .trim().replaceAll(/\s+/g, '-');
      return `<h${depth} id="${name}">${this.parser.parseInline(tokens)}` +
        `<a class="anchor" href="#${name}" aria-label="Address of: ${
          text.replaceAll(/["`*<>]/g, '')}">#</a></h${depth}>\n`;
    },
    // a wide one scrolls by itself, and not the page
    table(token) {
      return '<div class="table" tabindex="0" role="group" ' +
        `aria-label="A table">${
          Renderer.prototype.table.call(this, token)}</div>\n`;
    },
  },
});

function fail(file, what) {
  throw new Error(`lab/${file}: ${what}`);
}

/** An order that says nothing. */
const digest = (text) => createHash('sha256').update(text).digest('hex');

/** Lines `key: text` between two lines of dashes. */
function splitFrontMatter(file, text) {
  const found = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!found) fail(file, 'begins with no front matter');
  const meta = {};
  for (const line of found[1].split('\n')) {
    const pair = /^(\w+):\s*(.*)$/.exec(line);
    if (pair) meta[pair[1]] = PROSE.has(pair[1])
      ? marked.parseInline(pair[2]) : pair[2];
    else fail(file, `front matter: ${line}`);
  }
  return { meta, body: found[2] };
}

/** `simulator=shapes caption="two words"` as an object. */
function readWords(text) {
  const words = {};
  for (const [, key, quoted, plain] of
    text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)) {
    words[key] = quoted ?? plain;
  }
  return words;
}

function partOf(file, token) {
  const [language, use, ...rest] = (token.lang ?? '').split(' ');
  const words = readWords(rest.join(' '));
  switch (use) {
    case undefined: return null;
    case 'program':
    case 'exercise':
      return { type: use, text: `${token.text}\n`, ...words };
    case 'figure':
      if (!words.simulator) fail(file, 'a figure names no simulator');
      return { type: use, text: `${token.text}\n`, ...words };
    case 'cuts': return { type: use, ...JSON.parse(token.text) };
    case 'checks':
      return { type: use, checks: JSON.parse(token.text) };
    default: return fail(file, `unknown block: ${language} ${use}`);
  }
}

function readDocument(file, text) {
  const { meta, body } = splitFrontMatter(file, text);
  const parts = [];
  let prose = [];
  const flush = () => {
    if (prose.length) {
      prose.links = {};
      parts.push({ type: 'html', html: marked.parser(prose) });
    }
    prose = [];
  };
  for (const token of marked.lexer(body)) {
    const part = token.type === 'code' ? partOf(file, token) : null;
    if (!part) {
      prose.push(token);
      continue;
    }
    flush();
    parts.push(part);
  }
  flush();
  return { meta, parts };
}

/** A program of examples/slides: its first comment says what it is about, and
 * lab/gallery.json which pictures show it. */
function readSlide(lab, name, { panels }) {
  const text = readFileSync(join(lab, '../examples/slides', `${name}.js`),
    'utf8');
  const about = /^\/\/ (.*)/.exec(text)[1];
  const [number, ...words] = name.split('-');
  const title = words.join(' ');
  return {
    meta: { number: String(Number(number)), panels,
      about: marked.parseInline(about),
      title: title[0].toUpperCase() + title.slice(1) },
    parts: [{ type: 'html', html: `<p>${marked.parseInline(about)}</p>` },
      { type: 'program', text }],
  };
}

/** A variant of a scenario of the sandbox. */
function scenarioDocument({ scenario, programs, test }) {
  const { edges, async: waits, halfFix, ...meta } = scenario;
  const parts = [
    { type: 'program', text: programs.flawed ?? programs.innocent },
    { type: 'test', text: test },
    { type: 'edges', edges },
  ];
  if (programs.fixed) parts.push({ type: 'fix', text: programs.fixed });
  return {
    meta: { ...meta, rest: String(meta.rest ?? 0),
      host: meta.host?.includes('browser') ? 'browser' : 'node' },
    parts,
  };
}

/** case-7.json is the plain one, case-7.0.json and so on all variants of it.
 * The index says nothing of what is wrong with any of them. */
function writeSandbox(folder) {
  const out = join(folder, 'content/sandbox');
  mkdirSync(out, { recursive: true });
  return scenarioNames()
    .sort((a, b) => digest(a).localeCompare(digest(b)))
    .map((name, at) => {
      const documents = variantsOf(name).map(scenarioDocument);
      const address = `case-${at + 1}`;
      const write = (file, document) =>
        writeFileSync(join(out, `${file}.json`), JSON.stringify(document));
      write(address, documents[0]);
      documents.forEach((each, variant) =>
        write(`${address}.${variant}`, each));
      return { name: address, number: String(at + 1),
        title: `Ticket ${at + 1}`, about: documents[0].meta.ticket,
        variants: String(documents.length) };
    });
}

/** Programs whose heaps are there to be looked at: lab/heaps.json says when. */
function writeHeaps(lab, folder) {
  const heaps = JSON.parse(readFileSync(join(lab, 'heaps.json'), 'utf8'));
  mkdirSync(join(folder, 'content/heaps'), { recursive: true });
  return Object.entries(heaps).map(([name, { title, moments }]) => {
    const text = readFileSync(join(lab, 'heaps', `${name}.js`), 'utf8');
    const about = /^((?:\/\/ .*\n)+)/.exec(text)[1].replace(/\/\/ |\n/g,
      (found) => found === '\n' ? ' ' : '').trim();
    writeFileSync(join(folder, 'content/heaps', `${name}.json`),
      JSON.stringify({ title, about, text, moments }));
    return { name, title, about };
  });
}

function writeGallery(lab, folder) {
  const slides = JSON.parse(readFileSync(join(lab, 'gallery.json'), 'utf8'));
  return Object.entries(slides).map(([name, how]) => {
    const document = readSlide(lab, name, how);
    writeFileSync(join(folder, 'content/gallery', `${name}.json`),
      JSON.stringify(document));
    return { name, ...document.meta };
  });
}

/** Writes the documents of ../lab into folder/content; gives the index:
 * {simulators: [{name, number, title, ...}], lessons: [...], ...}. */
export function writeContent(lab, folder) {
  const index = {};
  mkdirSync(join(folder, 'content/gallery'), { recursive: true });
  index.gallery = writeGallery(lab, folder);
  index.sandbox = writeSandbox(folder);
  index.heaps = writeHeaps(lab, folder);
  for (const kind of KINDS) {
    const out = join(folder, 'content', kind);
    mkdirSync(out, { recursive: true });
    index[kind] = readdirSync(join(lab, kind))
      .filter((file) => file.endsWith('.md')).sort().map((file) => {
        const path = `${kind}/${file}`;
        const document = readDocument(path,
          readFileSync(join(lab, path), 'utf8'));
        const name = basename(file, '.md').replace(/^\d+-/, '');
        writeFileSync(join(out, `${name}.json`), JSON.stringify(document));
        return { name, ...document.meta };
      });
  }
  return index;
}

/** An esbuild plugin: `import { index } from 'lab:index'`. */
export function contentPlugin(index) {
  return {
    name: 'lab-index',
    setup(build) {
      build.onResolve({ filter: /^lab:index$/ },
        ({ path }) => ({ path, namespace: 'lab' }));
      build.onLoad({ filter: /.*/, namespace: 'lab' }, () => ({
        contents: `export const index = ${JSON.stringify(index)};`,
        loader: 'js',
      }));
    },
  };
}
