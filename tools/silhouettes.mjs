// The silhouettes of the leaks: what each flawed program of examples/leaks
// looks like on the heap, as the engine says it.
//
//   node tools/silhouettes.mjs          writes lab/silhouettes.json
//
// runs `glassheap grow --json` (GLASSHEAP, or the program in build/) on each of
// them, and keeps what a small picture needs and no more. The file is a
// generated one that is checked in, so that the page can be built before the
// program is; tests/leaks/silhouettes.test.mjs makes it anew and compares.
// By the names of the examples it has
//
//   title, finder, say   what it is; who recognised it; the edge to cut in words
//   growth, calls        bytes a round of so many calls
//   path    [{kind, class, edge, by}]  from a root, which no edge leads to, to one
//           of those that stay; `edge` is each (an entry of a list or a table),
//           property, variable, internal or element, `by` its name
//   cut     the edge that leads to path[cut]; "inside": the last of inside.edges,
//           which leads to the next of the same (a chain)
//   inside  {kind, class, edges: [{edge, by}]}  where most bytes of it lie, and
//           how that is reached from it; null: in itself
//   what    [{kind, class, count}]  of all that stays: how many a call leaves
//           behind (0.5: one in two), the class with most bytes first
//
//   root --session--> object --signal--> object --each--> listener
//                                               ^ path[cut]
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LEAKS = join(ROOT, 'examples/leaks');
export const FILE = join(ROOT, 'lab/silhouettes.json');

/** What is drawn of a class: the first that matches. */
const KINDS = [
  [/^(frame of|the page|timers that wait)/, 'root'],
  [/^Detached |^#text$/, 'node'],
  [/^(system \/ )?JSArrayBufferData$|Array$.*(?<!^Array)$|^ArrayBuffer$/,
    'buffer'],
  [/^Array$/, 'array'],
  [/^(Weak)?(Map|Set)$|^FinalizationRegistry$/, 'collection'],
  [/^system \/ Context$/, 'environment'],
  [/^Function$/, 'closure'],
  [/^\((concatenated |sliced )?string\)$/, 'text'],
  [/^EventListener$/, 'listener'],
  [/^Timeout$/, 'timer'],
  [/^Promise$/, 'promise'],
  [/^Generator$/, 'generator'],
  [/^WeakRef$/, 'weakref'],
  [/Error$/, 'error'],
  [/^\(/, 'engine'],
];

const kindOf = (name) =>
  KINDS.find(([shape]) => shape.test(name))?.[1] ?? 'object';

const EDGES = { '-': 'variable', '{': 'internal', '[': 'element' };

/** How a node is reached. */
const edgeOf = (access) => access === '[*]' ? { edge: 'each' } : {
  edge: EDGES[access[0]] ?? 'property',
  by: access.replace(/^(->|\.|\{|\[)/, '').replace(/[}\]]$/, ''),
};

const nodeOf = (step, at) => ({
  kind: kindOf(step.class), class: step.class,
  ...at > 0 && edgeOf(step.access), // a root is just there
});

const wordOf = (word) => word.startsWith('variable ')
  ? { edge: 'variable', by: word.slice(9) }
  : { edge: 'property', by: word };

/** From one of those that stay to what most of its bytes are. */
const insideOf = ({ inside }) => inside && {
  kind: kindOf(inside.node.class), class: inside.node.class,
  edges: inside.path.split(' → ').map(wordOf),
};

/** A chain is cut inside of its links, all others where the path is held. */
const cutOf = ({ finder, steps: [steps] }) =>
  finder === 'chain' ? 'inside' : steps.length - 1;

/** How many of each class a call leaves behind. */
const whatOf = ({ silhouette }, calls) => silhouette.map((each) => ({
  kind: kindOf(each.class), class: each.class, count: each.count / calls,
}));

function silhouetteOf({ title }, { growth, iterations, leaks, rounds }) {
  const [leak] = leaks.suspects;
  return {
    title, finder: leak.finder, growth, calls: iterations,
    path: leak.steps[0].map(nodeOf),
    cut: cutOf(leak),
    say: leak.cut.replace(/ \(\w+\.js\)/g, '').replace(/, which frees .*/, ''),
    inside: insideOf(leak) ?? null,
    what: whatOf(leak, (rounds.length - 1) * iterations),
  };
}

/** Of all flawed examples, by their names: `grow(args)` gives the answer. */
export async function makeSilhouettes(grow) {
  const silhouettes = {};
  const folders = readdirSync(LEAKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  for (const name of folders) {
    const scenario =
      JSON.parse(readFileSync(join(LEAKS, name, 'scenario.json'), 'utf8'));
    if (scenario.kind !== 'flawed') continue;
    silhouettes[name] = silhouetteOf(scenario, await grow(['grow', '--json',
      ...scenario.host ?? [], join(LEAKS, name, 'flawed.js'),
      '--call', scenario.action]));
  }
  return silhouettes;
}

function growHere(args) {
  const program = process.env.GLASSHEAP || join(ROOT, 'build/glassheap');
  const { stdout, stderr } = spawnSync(program, args,
    { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** JSON in which what fits a line is on one. */
function printed(value, indent = '') {
  const flat = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  if (typeof value !== 'object' || flat.length + indent.length < 78) {
    return flat;
  }
  const deeper = `${indent} `;
  const items = Array.isArray(value)
    ? value.map((item) => printed(item, deeper))
    : Object.entries(value).map(([key, item]) =>
      `${JSON.stringify(key)}: ${printed(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}${close}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, `${printed(await makeSilhouettes(growHere))}\n`);
}
