// What a learner is asked before the run may be played, and the answer, which
// the engine gives about the program that is in the editor, whoever wrote it.
// By the words that the front matter of a simulator has after `asks:`.
import { request } from '../connection.ts';
import { graphAround } from '../model/time.ts';
import type { Cell, Graph, GraphNode, Stack, Variable } from '../protocol.ts';
import { growthOf, measureGrowth } from './growth.tsx';
import { namedCells } from './paths.ts';
import { fixed, stepToEvent, type Question } from './question.ts';
import {
  cacheMisses, cacheState, callbacks, depthAtThrow, seesTheChange,
} from './questions-run.ts';
import {
  cutFrees, dominatorOf, firstCut, freedBytes, keepsMost, retainedBy, survivors,
} from './questions-heap.ts';

const stack = () => request('Stack.describe', {});
/** From the stack, or from the object that the picture begins with. */
const graph = () => request('Heap.graph', {
  limit: 300, ...graphAround.value !== null && { around: graphAround.value },
});

async function consoleText(): Promise<string> {
  const { lines } = await request('Console.describe', { from: 0 });
  return lines.map(({ text }) => text.replace(/\n$/, '')).join('\n');
}

/** The variables of the script itself and of what encloses it. */
const variablesOf = ({ frames }: Stack): Variable[] =>
  frames.at(-1)?.variables ?? [];

async function variablesThatLive(): Promise<Variable[]> {
  return variablesOf(await stack()).filter(({ value }) =>
    value.type !== 'hole');
}

const isPlain = ({ kind }: GraphNode): boolean => /^(object|array)$/i.test(kind);

// ---- Copy or share ----------------------------------------------------------

const lives: Question = {
  form: 'choices',
  async prepare() {
    const variables = await variablesThatLive();
    return variables.length ? {
      ask: 'Which of these variables live in an environment on the heap, at ' +
        'the end? The others live in registers of the frame.',
      options: [...new Set(variables.map(({ name }) => name))],
    } : null;
  },
  async truth() {
    return { text: (await variablesThatLive())
      .filter(({ place }) => place === 'environment')
      .map(({ name }) => name).join('\n'),
    said: 'A variable moves to the heap when a closure names it.' };
  },
};

const shared: Question = {
  form: 'number', unit: 'objects',
  prepare: fixed('To how many different objects do the outermost variables ' +
    'refer at the end?'),
  async truth() {
    const addresses = (await variablesThatLive()).flatMap(({ value }) =>
      value.in === 'cell' && value.type === 'object' ? [value.address] : []);
    return { text: String(new Set(addresses).size) };
  },
};

// ---- The graph --------------------------------------------------------------

function arrowsOf({ nodes, edges, roots }: Graph): Map<number, number> {
  const plain = new Set(nodes.filter(isPlain).map(({ address }) => address));
  const counts = new Map<number, number>();
  for (const { to } of [...edges, ...roots]) {
    if (plain.has(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return counts;
}

/** The object with most arrows, by the last of its names: so the question does
 * not say how it is found. */
async function mostPointedAt(): Promise<{
  path: string;
  count: number;
} | null> {
  const all = await graph();
  const [most] = [...arrowsOf(all)].sort((a, b) => b[1] - a[1]);
  const named = most && namedCells(all).find(({ address }) =>
    address === most[0]);
  return named ? { path: named.path, count: most[1] } : null;
}

const arrows: Question = {
  form: 'number', unit: 'arrows',
  async prepare() {
    const most = await mostPointedAt();
    return most && { ask: `How many arrows end at the object that ${most.path
    } names, at the end? Those of variables count.` };
  },
  async truth() {
    return { text: String((await mostPointedAt())?.count ?? 0) };
  },
};

async function arraysHere(): Promise<{ path: string; cell: Cell }[]> {
  const found = namedCells(await graph()).filter(({ node }) =>
    /^array$/i.test(node.kind)).slice(0, 12);
  return Promise.all(found.map(async ({ path, address }) =>
    ({ path, cell: await request('Heap.object', { address }) })));
}

const dictionary: Question = {
  form: 'choices',
  async prepare() {
    const arrays = await arraysHere();
    return arrays.length ? {
      ask: 'Which of these arrays keeps its elements in a dictionary, at the ' +
        'end?', options: arrays.map(({ path }) => path),
    } : null;
  },
  async truth() {
    const arrays = await arraysHere();
    return {
      text: arrays.filter(({ cell }) => cell.elements?.kind === 'dictionary')
        .map(({ path }) => path).join('\n'),
      said: arrays.map(({ path, cell }) =>
        `${path}: ${cell.elements?.kind ?? 'none'}`).join('; '),
    };
  },
};

// ---- Shapes -----------------------------------------------------------------

const shapes: Question = {
  form: 'number', unit: 'Shapes',
  prepare: fixed('On how many Shapes do the program\'s objects and arrays lie ' +
    'at the end?'),
  async truth() {
    const { nodes } = await graph();
    return { text: String(new Set(nodes.filter(isPlain).flatMap(({ shape }) =>
      shape === undefined ? [] : [shape])).size) };
  },
};

// ---- Rooms, pages, collectors -----------------------------------------------

const environments: Question = {
  form: 'number', unit: 'environments',
  prepare: fixed('In how many environments do variables live on the heap at ' +
    'the end?'),
  async truth() {
    const { nodes } = await graph();
    return { text: String(nodes.filter(({ kind }) =>
      /^environment$/i.test(kind)).length) };
  },
};

/** Of the functions that the variables lead to: what the one that keeps most
 * keeps. */
const kept: Question = {
  form: 'number', unit: 'bytes', within: 0.1,
  async prepare() {
    const functions = (await graph()).nodes.filter(({ kind }) =>
      /^function$/i.test(kind));
    return functions.length ? { ask: 'How many bytes does the function that ' +
      'keeps most keep alive, at the end? A guess within a tenth is right.' }
      : null;
  },
  async truth() {
    const functions = (await graph()).nodes.filter(({ kind }) =>
      /^function$/i.test(kind));
    const all = await Promise.all(functions.map(({ address }) =>
      request('Heap.retained', { address })));
    return { text: String(Math.max(0, ...all.map(({ bytes }) => bytes))) };
  },
};

const growth: Question = {
  form: 'number', unit: 'bytes a cycle', within: 0.1,
  async prepare() {
    try {
      await measureGrowth();
    } catch {
      return null;
    }
    return { ask: 'How many bytes stay behind each cycle of mounting and ' +
      'unmounting? A guess within a tenth is right.' };
  },
  async truth() {
    return { text: String(growthOf(await measureGrowth())) };
  },
};

/** Nodes of a document that are reached, on the page or off it. */
const alive: Question = {
  form: 'number', unit: 'elements',
  prepare: fixed('How many elements that the program made can still be ' +
    'reached at the end?'),
  async truth() {
    const { nodes } = await graph();
    return { text: String(nodes.filter((node) =>
      /^HTML(?!Html|Head|Body).*Element$/.test(node.class ?? '')).length) };
  },
};

const collections: Question = {
  form: 'number', unit: 'collections',
  prepare: fixed('How often does the collector run?'),
  async truth() {
    const { collections: count } = await request('Heap.totals', {});
    return { text: String(count),
      moment: (await stepToEvent('collection', 'back'))?.moment };
  },
};

const consoleLines: Question = {
  form: 'lines',
  prepare: fixed('What does the console say, line by line?'),
  truth: async () => ({ text: await consoleText() }),
};

export const QUESTIONS: Record<string, Question> = {
  console: consoleLines, callbacks, depth: depthAtThrow, sees: seesTheChange,
  lives, shared, arrows, dictionary, shapes, cache: cacheState,
  misses: cacheMisses, survivors,
  freed: freedBytes, collections, kept, keeps: keepsMost, environments, growth,
  cut: firstCut, alive, retained: retainedBy, dominator: dominatorOf,
  frees: cutFrees,
};
