// What the engine is asked about a learner's program, by the words that the
// `checks` of a lesson use. Each answer says what is so, right or wrong.
import { request } from '../connection.ts';
import type {
  Address, Cell, Collector, Host, Value, Variable,
} from '../protocol.ts';
import type { Check } from './content.ts';
import { measure, testFeature } from './judge.ts';
import { seekEnd } from './run.ts';

export interface Outcome {
  isRight: boolean;
  /** What is so, in a sentence. */
  said: string;
}

const outcome = (isRight: boolean, said: string): Outcome =>
  ({ isRight, said });

// ---- Finding things --------------------------------------------------------

/** A variable that the outermost frame sees at the end. */
async function variable(name: string): Promise<Variable> {
  const { frames } = await request('Stack.describe', {});
  const found = frames.at(-1)?.variables.find((each) => each.name === name);
  if (!found) throw new Error(`there is no variable ${name} at the end`);
  return found;
}

/** What a name refers to: functions that a script declares are properties of
 * the global object. */
async function valueOf(name: string): Promise<Value> {
  const { frames } = await request('Stack.describe', {});
  const outermost = frames.at(-1);
  const found = outermost?.variables.find((each) => each.name === name);
  if (found) return found.value;
  const address = outermost?.this?.address;
  const global = address === undefined ? null
    : await request('Heap.object', { address });
  const property = global?.properties?.find(({ key }) => key === name);
  if (!property?.value) throw new Error(`there is no ${name} at the end`);
  return property.value;
}

async function object(name: string): Promise<Cell> {
  const value = await valueOf(name);
  if (value.address === undefined) {
    throw new Error(`${name} refers to no object at the end: ${value.text}`);
  }
  return request('Heap.object', { address: value.address });
}

const shapesWith = async (key: string) =>
  (await request('Shapes.describe', { limit: 150 })).shapes
    .filter(({ objects, text }) => objects > 0 &&
      text.replace(/[{}]/g, '').split(/, ?/).includes(key));

// ---- Checks ----------------------------------------------------------------

type Asked<W> = (wanted: W, source: string) => Promise<Outcome>;

async function checkConsole(wanted: string[]): Promise<Outcome> {
  const { lines } = await request('Console.describe', { from: 0 });
  const said = lines.map(({ text }) => text.replace(/\n$/, ''));
  return outcome(said.join('\n') === wanted.join('\n'),
    `The console says ${said.length ? said.join(', ') : 'nothing'}.`);
}

/** `{ has: "...", lacks: "..." }`: regular expressions. */
function checkText(
  { has, lacks, why }: { has?: string; lacks?: string; why: string },
  source: string,
): Promise<Outcome> {
  const isRight = (!has || new RegExp(has).test(source)) &&
    (!lacks || !new RegExp(lacks).test(source));
  return Promise.resolve(outcome(isRight, isRight ? 'The program is one of ' +
    'those that were asked for.' : why));
}

async function checkPlace(
  { name, is }: { name: string; is: 'register' | 'environment' },
): Promise<Outcome> {
  const found = await variable(name);
  return outcome(found.place === is, found.place === 'environment'
    ? `${name} lives in an environment on the heap.`
    : `${name} lives in a register of its frame, on the stack.`);
}

async function checkShapes(
  { key, count, dictionary }:
  { key: string; count: number; dictionary?: boolean },
): Promise<Outcome> {
  const shapes = await shapesWith(key);
  const slow = shapes.filter((shape) => shape.dictionary).length;
  return outcome(shapes.length === count && (dictionary === true || !slow),
    `Objects with ${key} lie on ${shapes.length} ${
      shapes.length === 1 ? 'Shape' : 'Shapes'}${slow
      ? `, ${slow} of them in dictionary mode` : ''}.`);
}

const READS = /^Get(Field|Method)$/;

async function codeOf(name: string): Promise<Address> {
  const cell = await object(name);
  if (!cell.function?.code) throw new Error(`${name} is not a function`);
  return cell.function.code;
}

/** The caches of the property reads in a function. */
async function checkCache(
  { of, state, most }: { of: string; state: string; most?: number },
): Promise<Outcome> {
  const address = await codeOf(of);
  const [code, { sites }] = await Promise.all([
    request('Code.describe', { address }), request('Code.hits', { address })]);
  const reads = code.instructions.filter(({ name, cache }) =>
    cache !== undefined && READS.test(name));
  const used = reads.map(({ cache }) => code.caches.find(({ index }) =>
    index === cache)!).filter((cache) => cache.state !== 'uninitialised');
  const units = new Set(reads.map(({ unit }) => unit));
  const misses = sites?.filter(({ unit }) => units.has(unit))
    .reduce((sum, site) => sum + site.misses, 0) ?? 0;
  const isRight = used.length > 0 && used.every((cache) =>
    cache.state === state) && (most === undefined || misses <= most);
  return outcome(isRight, used.length === 0 ? `${of} reads no property.`
    : `The caches of ${of}: ${used.map((cache) => cache.state).join(', ')}; ${
      misses} misses.`);
}

async function checkElements(
  { of, not }: { of: string; not: string },
): Promise<Outcome> {
  const kind = (await object(of)).elements?.kind ?? 'none';
  return outcome(!kind.includes(not), `The elements of ${of} are ${kind}.`);
}

/** Of the objects with that key which are still reached, what it says. */
async function checkAlive(
  { key, are }: { key: string; are: string[] },
): Promise<Outcome> {
  const { nodes } = await request('Heap.graph', { limit: 300 });
  const alive = nodes.flatMap(({ fields }) => fields ?? [])
    .filter(({ name }) => name === key)
    .map(({ value }) => value.text.replace(/^["']|["']$/g, '')).sort();
  return outcome(alive.join() === [...are].sort().join(),
    `Reached at the end: ${alive.join(', ') || 'none of them'}.`);
}

/** What would go with the object that a name refers to. */
async function checkRetained(
  { of, most }: { of: string; most: number },
): Promise<Outcome> {
  const { address } = await object(of);
  const { bytes, cells } = await request('Heap.retained', { address });
  return outcome(bytes <= most, `${of} keeps ${
    bytes.toLocaleString('en')} bytes in ${cells} cells.`);
}

function checkLines(most: number, source: string): Promise<Outcome> {
  const count = source.trim().split('\n').filter((line) => line.trim()).length;
  return Promise.resolve(outcome(count <= most, `It has ${count} lines.`));
}

/** Objects on the heap at the end of a run, reached or not. */
async function objectsUnder(
  collector: Collector, source: string,
): Promise<number> {
  await request('Lab.run', { source, collector });
  await seekEnd();
  const { kinds } = await request('Heap.totals', {});
  return kinds.find(({ kind }) => kind === 'OBJECT')?.count ?? 0;
}

/** What only counting leaves behind. */
async function checkCycles(least: number, source: string): Promise<Outcome> {
  const counted = await objectsUnder('counting', source);
  const marked = await objectsUnder('marking', source);
  const left = counted - marked;
  return outcome(left >= least, left > 0
    ? `Counting leaves ${left} objects behind that marking frees.`
    : 'Both collectors leave the same objects.');
}

/** Bytes that each round of an action leaves behind, by the judge. */
async function checkGrowth(
  { call, host, most }: { call: string; host?: Host; most: number },
  source: string,
): Promise<Outcome> {
  const { growth } = await measure(source, 'program.js', call, host);
  return outcome(growth <= most, growth
    ? `${growth.toLocaleString('en')} bytes stay in each round.`
    : 'No byte stays.');
}

/** Whether what the program is for still works. */
async function checkFeature(
  { test, host }: { test: string; host?: Host }, source: string,
): Promise<Outcome> {
  const failure = await testFeature(source, test, host);
  return outcome(failure === null,
    failure === null ? 'It works.' : `It does not work: ${failure}`);
}

const CHECKS: Record<string, Asked<never>> = {
  console: checkConsole, text: checkText, place: checkPlace,
  shapes: checkShapes, cache: checkCache, elements: checkElements,
  growth: checkGrowth, feature: checkFeature, lines: checkLines, cycles: checkCycles, alive: checkAlive, retained: checkRetained,
};

/** Asks all of it at the end of the run that is there. */
export async function judge(
  checks: Check[], source: string,
): Promise<Outcome[]> {
  await seekEnd();
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    for (const [word, wanted] of Object.entries(check)) {
      const ask = CHECKS[word];
      if (!ask) throw new Error(`no check is called ${word}`);
      try {
        outcomes.push(await ask(wanted as never, source));
      } catch (error) {
        outcomes.push(outcome(false, (error as Error).message));
      }
    }
  }
  return outcomes;
}
