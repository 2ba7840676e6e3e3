// Questions about the heap: who survives, what keeps what, and which reference
// is to be cut.
import { request } from '../connection.ts';
import { at } from '../model/format.ts';
import { collections } from '../model/store.ts';
import type { Address, Dominated, Graph, GraphNode } from '../protocol.ts';
import { measureGrowth } from './growth.tsx';
import type { Report } from './judge.ts';
import { stepToEvent, type Question } from './question.ts';
import { readRooms } from './rooms.tsx';
import { candidatesHere, labelOf } from './tool-collector.tsx';

const graph = (): Promise<Graph> => request('Heap.graph', { limit: 300 });

// ---- Survivors --------------------------------------------------------------

/** Just before the last collection, or where we are when there is none. */
async function beforeCollection(): Promise<string | undefined> {
  const state = await stepToEvent('collection', 'back');
  if (!state) return undefined;
  return (await request('Time.step',
    { direction: 'back', kind: 'instruction' })).moment;
}

export const survivors: Question = {
  form: 'choices',
  async prepare() {
    const moment = await beforeCollection();
    const { candidates } = await candidatesHere();
    return candidates.length ? {
      ask: moment ? 'Of all that is on the heap before the last collection, ' +
        'which objects survive it?'
        : 'No collection comes by itself. Which objects would survive one at ' +
          'the end?',
      options: candidates.map(labelOf),
    } : null;
  },
  async truth() {
    const moment = await beforeCollection();
    const { candidates } = await candidatesHere();
    return { moment, text: candidates.filter(({ survives }) => survives)
      .map(labelOf).join('\n') };
  },
};

export const freedBytes: Question = {
  form: 'number', unit: 'bytes', within: 0.1,
  async prepare() {
    const last = collections.value.at(-1);
    if (!last?.after) return null;
    return { ask: 'How many bytes does the last collection free? A guess ' +
      'within a tenth is right.', note: `${last.before.toLocaleString('en')} ` +
      'bytes are on the heap before it.' };
  },
  async truth() {
    const last = collections.value.at(-1);
    return { text: String(last ? last.before - (last.after ?? 0) : 0),
      moment: (await stepToEvent('collection', 'back'))?.moment };
  },
};

// ---- Rooms ------------------------------------------------------------------

export const keepsMost: Question = {
  form: 'choice',
  async prepare() {
    const variables = (await readRooms(await graph())).flatMap((room) =>
      room.variables.map(({ name }) => name));
    return variables.length > 1 ? { ask: 'Which variable in a room keeps most ' +
      'bytes alive, at the end?', options: [...new Set(variables)] } : null;
  },
  async truth() {
    const variables = (await readRooms(await graph())).flatMap((room) =>
      room.variables).sort((a, b) => b.kept - a.kept);
    const [most] = variables;
    return { text: variables.filter(({ kept }) => kept === most?.kept)
      .map(({ name }) => name).join('\n'),
    said: variables.slice(0, 4).map(({ name, kept }) =>
      `${name}: ${kept} bytes`).join('; ') };
  },
};

// ---- The first edge to cut --------------------------------------------------

const chainOf = (report: Report) => report.leaks.suspects[0]?.steps[0] ?? [];

const linkText = (report: Report, index: number): string => {
  const step = chainOf(report)[index]!;
  const from = chainOf(report)[index - 1]!;
  const access = step.access === '[*]' ? 'an entry'
    : step.access.replace(/^(->|\.)/, '');
  return `${access} of ${from.class}, to ${step.class}`;
};

/** As the judge of the sandbox has it. */
const isCut = (report: Report, index: number): boolean =>
  report.leaks.suspects[0]!.edges.some((edge) =>
    edge.access === chainOf(report)[index]!.access &&
    (edge.id === chainOf(report)[index - 1]!.id ||
      edge.class === 'system / Context'));

const linksOf = (report: Report): number[] =>
  chainOf(report).map((_, index) => index).slice(1);

export const firstCut: Question = {
  form: 'choice',
  async prepare() {
    const report = await measureGrowth().catch(() => null);
    return report && linksOf(report).length > 1 ? {
      ask: 'This chain keeps what stays. Which link is to be cut first, so ' +
        'that it is freed and the page still works?',
      options: linksOf(report).map((index) => linkText(report, index)),
    } : null;
  },
  async truth() {
    const report = await measureGrowth();
    const right = linksOf(report).filter((index) => isCut(report, index));
    return { text: right.map((index) => linkText(report, index)).join('\n'),
      said: report.leaks.suspects[0]?.cut ?? '' };
  },
};

// ---- Sizes and dominators ---------------------------------------------------

async function largestVariable() {
  const { roots } = await graph();
  const seen = new Map(roots.map(({ name, to }) => [name, to]));
  const all = await Promise.all([...seen].slice(0, 12).map(async ([name, to]) =>
    ({ name, to, ...await request('Heap.retained', { address: to }) })));
  return all.sort((a, b) => b.bytes - a.bytes)[0];
}

export const retainedBy: Question = {
  form: 'number', unit: 'bytes', within: 0.1,
  async prepare() {
    const most = await largestVariable();
    if (!most) return null;
    const { bytes } = await request('Heap.object', { address: most.to });
    return { ask: `What is the retained size of the object that ${most.name} ` +
      'refers to, at the end? A guess within a tenth is right.',
    note: `Its shallow size is ${bytes} bytes.` };
  },
  async truth() {
    const most = await largestVariable();
    return { text: String(most?.bytes ?? 0), said: `in ${most?.cells} cells` };
  },
};

const labelOfNode = ({ text, address }: GraphNode): string =>
  `${text} ${at(address)}`;

interface Dominance { node: GraphNode; nodes: GraphNode[]; told: Dominated }

/** A plain object far from the roots that a drawn cell dominates. */
async function dominance(): Promise<Dominance | null> {
  const { nodes } = await graph();
  const plain = nodes.filter(({ kind }) => /^(object|array)$/i.test(kind));
  for (const node of plain.reverse().slice(0, 8)) {
    const told = await request('Heap.dominators', { address: node.address });
    const dominators = nodes.filter(({ address }) =>
      told.dominators.some((each) => each.address === address));
    if (dominators.length) return { node, nodes, told };
  }
  return null;
}

const nearest = ({ nodes, told }: Dominance): GraphNode | undefined => {
  const drawn = new Map(nodes.map((node) => [node.address, node]));
  const found = told.dominators.find(({ address }) => drawn.has(address));
  return found && drawn.get(found.address);
};

function optionsFor(found: Dominance): string[] {
  const right = nearest(found)!;
  const others = found.nodes.filter((node) => node !== right &&
    node !== found.node && !/string|rope/i.test(node.kind)).slice(0, 4);
  return [...others, right].sort((a, b) => a.address - b.address)
    .map(labelOfNode);
}

export const dominatorOf: Question = {
  form: 'choice',
  async prepare() {
    const found = await dominance();
    return found && { ask: `Which of these is the dominator of ${
      labelOfNode(found.node)}, at the end: what every way from the roots to it ` +
      'leads through, the nearest?', options: optionsFor(found) };
  },
  async truth() {
    const found = await dominance();
    const right = found && nearest(found);
    return { text: right ? labelOfNode(right) : '',
      said: `its distance from the roots is ${found?.told.distance}` };
  },
};

/** The first variable that refers to an object. */
async function variableToCut(): Promise<{ name: string; to: Address } | null> {
  const { roots, nodes } = await graph();
  const objects = new Set(nodes.filter(({ kind }) =>
    !/string|rope|symbol/i.test(kind)).map(({ address }) => address));
  return roots.find(({ name, to }) => name !== 'this' && objects.has(to)) ??
    null;
}

export const cutFrees: Question = {
  form: 'choice',
  async prepare() {
    const cut = await variableToCut();
    return cut && { ask: `If ${cut.name} were null at the end: would the ` +
      'object that it refers to be freed?', options: ['yes', 'no'] };
  },
  async truth() {
    const cut = await variableToCut();
    if (!cut) return { text: 'no' };
    await request('WhatIf.cut', { edge: cut.name });
    const { dead, bytes } = await request('WhatIf.collect', {});
    await request('WhatIf.undo', {});
    return { text: dead.includes(cut.to) ? 'yes' : 'no',
      said: `a collection frees ${bytes} bytes then` };
  },
};
