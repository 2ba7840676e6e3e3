// What a learner is asked before the run may be played, and the answer, which
// the engine gives about the program that is in the editor, whoever wrote it.
import { request } from '../connection.ts';
import { samples } from '../model/store.ts';
import { graphAround } from '../model/time.ts';
import type { Graph, Stack } from '../protocol.ts';

export interface Question {
  /** The question, for any program. */
  ask: string;
  /** How the answer is to be written. */
  form: 'number' | 'lines' | 'words';
  /** What is so, asked at the end of the run. */
  truth(): Promise<string>;
  /** What the answer means, when it is shown. */
  unit?: string;
  /** How far off a number may be: a share of it. */
  within?: number;
}

const stack = () => request('Stack.describe', {});
/** From the stack, or from the object that the picture begins with. */
const graph = () => request('Heap.graph', {
  limit: 300, ...graphAround.value !== null && { around: graphAround.value },
});

async function consoleLines(): Promise<string> {
  const { lines } = await request('Console.describe', { from: 0 });
  return lines.map(({ text }) => text.replace(/\n$/, '')).join('\n');
}

const deepest = (): Promise<string> => Promise.resolve(String(
  Math.max(0, ...samples.value.map(([, depth]) => depth))));

/** The variables of the script itself and of what encloses it. */
const variablesOf = ({ frames }: Stack) => frames.at(-1)?.variables ?? [];

async function sharedObjects(): Promise<string> {
  const addresses = variablesOf(await stack()).flatMap(({ value }) =>
    value.in === 'cell' && value.type === 'object' ? [value.address] : []);
  return String(new Set(addresses).size);
}

const isPlain = ({ kind }: Graph['nodes'][number]) =>
  /^(object|array)$/i.test(kind);

async function shapes(): Promise<string> {
  const { nodes } = await graph();
  return String(new Set(nodes.filter(isPlain).flatMap(({ shape }) =>
    shape === undefined ? [] : [shape])).size);
}

async function mostArrows(): Promise<string> {
  const { nodes, edges, roots } = await graph();
  const plain = new Set(nodes.filter(isPlain).map(({ address }) => address));
  const counts = new Map<number, number>();
  for (const { to } of [...edges, ...roots]) {
    if (plain.has(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return String(Math.max(0, ...counts.values()));
}

async function environments(): Promise<string> {
  const { nodes } = await graph();
  return String(nodes.filter(({ kind }) => /^environment$/i.test(kind)).length);
}

/** Of the functions that the outermost variables refer to, or that the objects
 * there have as properties: what the one that keeps most keeps. */
async function mostRetained(): Promise<string> {
  const { nodes } = await graph();
  const functions = nodes.filter(({ kind }) => /^function$/i.test(kind));
  const kept = await Promise.all(functions.map(({ address }) =>
    request('Heap.retained', { address })));
  return String(Math.max(0, ...kept.map(({ bytes }) => bytes)));
}

async function collected(): Promise<string> {
  const { collections } = await request('Heap.totals', {});
  return String(collections);
}

/** Nodes of a document that the variables lead to, on the page or off it. */
async function nodesAlive(): Promise<string> {
  const { nodes } = await graph();
  return String(nodes.filter((node) =>
    /^HTML(?!Html|Head|Body)/.test(node.class ?? '')).length);
}

/** By the word that the front matter of a simulator has after `asks:`. */
export const QUESTIONS: Record<string, Question> = {
  console: {
    ask: 'What does the console say, line by line?',
    form: 'lines', truth: consoleLines,
  },
  depth: {
    ask: 'How many frames are on the stack when it is deepest?',
    form: 'number', truth: deepest, unit: 'frames',
  },
  shared: {
    ask: 'To how many different objects do the outermost variables refer ' +
      'at the end?',
    form: 'number', truth: sharedObjects, unit: 'objects',
  },
  shapes: {
    ask: 'On how many Shapes do the program\'s objects and arrays lie at ' +
      'the end?',
    form: 'number', truth: shapes, unit: 'Shapes',
  },
  arrows: {
    ask: 'How many arrows end at the object that has most of them, at the end?',
    form: 'number', truth: mostArrows, unit: 'arrows',
  },
  environments: {
    ask: 'In how many environments do variables live on the heap at the end?',
    form: 'number', truth: environments, unit: 'environments',
  },
  kept: {
    ask: 'How many bytes does the function that keeps most keep alive, at ' +
      'the end? A guess within a tenth is right.',
    form: 'number', truth: mostRetained, unit: 'bytes', within: 0.1,
  },
  alive: {
    ask: 'How many elements that the program made can still be reached at ' +
      'the end?',
    form: 'number', truth: nodesAlive, unit: 'elements',
  },
  collections: {
    ask: 'How often does the collector run?',
    form: 'number', truth: collected, unit: 'collections',
  },
};

/** Whether a prediction says the same as the engine: white space apart, and
 * the case of letters. */
export const agrees = (
  prediction: string, truth: string, within = 0,
): boolean => {
  const number = Number(prediction.replace(/[,_ ]/g, ''));
  if (within > 0) return Math.abs(number - Number(truth)) <=
    within * Number(truth);
  const plain = (text: string) => text.trim().split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' ').toLowerCase()).join('\n');
  return plain(prediction) === plain(truth);
};
