// Questions about the run: what is called when, how deep, and what sites learn.
import { request } from '../connection.ts';
import type {
  Cache, Code, Graph, Instruction, Site as Counts, State, Task,
} from '../protocol.ts';
import { plural } from '../model/format.ts';
import { stepToEvent, type Question } from './question.ts';
import { draft } from './run.ts';
import { functionsOf } from './tool-shapes.tsx';

// ---- Callbacks --------------------------------------------------------------

const CALLBACKS = 4;

const nameOf = ({ callback, code, type }: Task): string => {
  const name = callback?.text.replace(/\(.*$/s, '').replace(/^async /, '') ?? '';
  if (/^[\w$]+$/.test(name) && name !== 'anonymous') return name;
  return code ? `line ${code.line}` : type;
};

async function callbacksFromStart(): Promise<{ names: string[];
  moment: string | undefined; }> {
  await request('Time.seek', { moment: '0.0' });
  const names: string[] = [];
  let moment: string | undefined;
  while (names.length < CALLBACKS) {
    const state = await stepToEvent('taskRun');
    if (!state) break;
    moment ??= state.moment;
    const { running } = await request('Loop.describe', {});
    if (running?.callback) names.push(nameOf(running));
  }
  return { names, moment };
}

export const callbacks: Question = {
  form: 'lines',
  async prepare() {
    const { names } = await callbacksFromStart();
    return names.length > 1 ? {
      ask: `Which ${names.length} callbacks run first, in their order? One a ` +
        'line.',
      note: `Their names: ${[...names].sort().join(', ')}.`,
    } : null;
  },
  async truth() {
    const { names, moment } = await callbacksFromStart();
    return { text: names.join('\n'), moment };
  },
};

// ---- Throws -----------------------------------------------------------------

/** Just before it is thrown: right behind it, the stack may be unwound. */
async function firstThrow(): Promise<State | null> {
  await request('Time.seek', { moment: '0.0' });
  const state = await stepToEvent('throw');
  const thrown = state?.events?.find(({ kind }) => kind === 'throw');
  return thrown ? request('Time.seek', { moment: thrown.moment }) : null;
}

export const depthAtThrow: Question = {
  form: 'number', unit: 'frames',
  async prepare() {
    return await firstThrow() ? { ask: 'How many frames are on the stack when ' +
      'the first exception is thrown?' } : null;
  },
  async truth() {
    const state = await firstThrow();
    const { frames, depth } = await request('Stack.describe', {});
    return { text: String(depth ?? frames.length), moment: state?.moment,
      said: frames.map((frame) => frame.script ? 'script' : frame.function)
        .join(' ← ') };
  },
};

// ---- Who sees a change ------------------------------------------------------

interface Change { state: State; line: number; names: string[]; sees: string[] }

/** Whether an arrow leads, over any others, to a cell. */
function reaches({ edges }: Graph, from: number, to: number): boolean {
  const found = new Set([from]);
  for (const each of found) {
    if (each === to) return true;
    for (const edge of edges) if (edge.from === each) found.add(edge.to);
  }
  return false;
}

const WRITES_MOST = 100;

/** Who leads to the cell that was written, of the script's variables. */
async function changeAt(state: State, address: number): Promise<Change | null> {
  const [graph, { frames }] = await Promise.all([
    request('Heap.graph', { limit: 300 }), request('Stack.describe', {})]);
  const script = frames.at(-1);
  const isObject = graph.nodes.some((node) => node.address === address &&
    /^(object|array|map|set)$/i.test(node.kind));
  if (!isObject || !script?.script || frames[0]?.source !== 1) return null;
  const roots = graph.roots.filter(({ name, frame }) => name !== 'this' &&
    frame === script.index);
  const names = [...new Set(roots.map(({ name }) => name))];
  const sees = names.filter((name) => roots.some((root) =>
    root.name === name && reaches(graph, root.to, address)));
  return sees.length ? { state, line: 0, names, sees } : null;
}

/** The last write to an object that variables of the script lead to, among the
 * first ones of the run. */
async function lastChange(): Promise<Change | null> {
  await request('Time.seek', { moment: '0.0' });
  let last: Change | null = null;
  for (let count = 0; count < WRITES_MOST; count++) {
    const state = await stepToEvent('write');
    if (!state) break;
    const address = state.events?.findLast(({ kind }) =>
      kind === 'write')?.address;
    const found = address !== undefined && await changeAt(state, address);
    if (found) last = found;
  }
  if (!last) return null;
  await request('Time.seek', { moment: last.state.moment });
  const { line } = await request('Time.step',
    { direction: 'back', kind: 'instruction' });
  return { ...last, line: line ?? 0 };
}

export const seesTheChange: Question = {
  form: 'choices',
  async prepare() {
    const change = await lastChange();
    if (!change) return null;
    const line = draft.value.split('\n')[change.line - 1]?.trim() ?? '';
    return { ask: `Line ${change.line}, “${line}”, changes an object. Which ` +
      'names see the change?', options: change.names };
  },
  async truth() {
    const change = await lastChange();
    return { text: change?.sees.join('\n') ?? '', moment: change?.state.moment };
  },
};

// ---- Caches -----------------------------------------------------------------

interface Site {
  code: Code;
  instruction: Instruction;
  cache: Cache;
  counts: Counts;
}

const READS = /^(Get|Set)(Field|Method|Property)/;

/** Longer runs are not counted for a question. */
const COUNTED_TICKS = 20_000_000;

/** Functions that a script declares are properties of the global object. */
async function sitesOf(name: string): Promise<Site[]> {
  try {
    const { value } = await request('Why.evaluate', { expression: name });
    if (value.address === undefined) return [];
    const of = { address: value.address };
    const [code, { sites }] = await Promise.all([
      request('Code.describe', of),
      request('Code.hits', { ...of, limit: COUNTED_TICKS })]);
    return code.instructions.flatMap((instruction) => {
      const cache = code.caches.find(({ index }) =>
        index === instruction.cache);
      const counts = sites?.find(({ unit }) => unit === instruction.unit);
      return cache && counts && READS.test(instruction.name)
        ? [{ code, instruction, cache, counts }] : [];
    });
  } catch {
    return [];
  }
}

/** Of the functions of the program: the site that has met most. */
async function busiestSite(): Promise<Site | null> {
  const names = functionsOf(draft.value).slice(0, 12);
  const sites = (await Promise.all(names.map(sitesOf))).flat()
    .filter(({ cache }) => cache.state !== 'uninitialised');
  return sites.sort((a, b) => b.counts.misses - a.counts.misses ||
    b.cache.entries.length - a.cache.entries.length)[0] ?? null;
}

const sayInstruction = ({ instruction, code }: Site): string =>
  `${instruction.text.replace(/\s*\[cache \d+\]$/, '')} in ${
    code.function.replace(/^code of /, '')}, line ${instruction.line}`;

const STATES = ['uninitialised', 'monomorphic', 'polymorphic', 'megamorphic'];

export const cacheState: Question = {
  form: 'choice',
  async prepare() {
    const site = await busiestSite();
    return site && {
      ask: `${sayInstruction(site)}, runs ${plural(site.counts.runs,
        'time')}. In which state is its cache at the end?`,
      options: STATES,
    };
  },
  async truth() {
    const site = await busiestSite();
    if (!site) return { text: '' };
    const { cache: { state, entries }, counts } = site;
    return { text: state, said: [...entries.map(({ shapeText }) => shapeText),
      `${plural(counts.hits, 'hit')}, ${
        plural(counts.misses, 'miss', 'misses')}`].join('; '),
    moment: (await stepToEvent('cache', 'back'))?.moment };
  },
};

export const cacheMisses: Question = {
  form: 'number', unit: 'misses',
  async prepare() {
    const site = await busiestSite();
    return site && { ask: `${sayInstruction(site)}, runs ${plural(
      site.counts.runs, 'time')}. How often does its cache miss?` };
  },
  async truth() {
    const site = await busiestSite();
    if (!site) return { text: '' };
    const { misses, missed } = site.counts;
    return { text: String(misses), said: missed.map(({ moment, text }) =>
      `${moment} by ${text}`).join(', '), moment: missed.at(-1)?.moment };
  },
};
