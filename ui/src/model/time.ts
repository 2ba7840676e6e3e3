// Moving through the run, and gathering what is shown of each moment.
//
// One move is under way at a time. A move asked for meanwhile waits, and only
// the latest of them: a scrub or a held key goes as fast as the server answers
// and no faster.
import { batch, computed, effect, signal } from '@preact/signals';
import { LineLost, Replaced, listen, openLine, request } from '../connection.ts';
import type {
  Address, Cell, Code, CollectorState, ConsoleLine, Direction, EventKind, Hits,
  Loop, Run, Shape, State, Step, StepKind,
} from '../protocol.ts';
import { addressBarMoment, writeAddressBar, type History } from './address.ts';
import { at } from './format.ts';
import { enterBranch, type Made } from './branches.ts';
import { forgetKept, kept } from './kept.ts';
import { forgetLines, nextOnLine } from './lines.ts';
import { compareMoments, parseMoment } from './moment.ts';
import { SourceText } from './source-text.ts';
import * as store from './store.ts';
import type { Snapshot } from './store.ts';
import { isShown, setView, type View } from './view.ts';
import { askAgain, forgetAnswers } from './why.ts';

const SLOW_AFTER = 350;
const SHAPES_LIMIT = 150;
/** Asked for one by one, at most. */
const SHAPES_MISSING = 8;
const PROTOTYPES = 5;

/** So many ticks are run again to count hits and misses at each moment; more of
 * them only when somebody asks. */
const COUNTED_TICKS = 2_000_000;

export const GRAPH_LIMIT = 120;
export const GRAPH_LIMITS = [60, GRAPH_LIMIT, 300];
/** How many objects the picture has at most. */
export const graphLimit = computed(() =>
  GRAPH_LIMITS.find((limit) => limit === kept.cells.value) ?? GRAPH_LIMIT);
/** The object that the picture of this page starts from, in place of the stack,
 * as long as nobody has chosen another. */
export const firstAround = signal<Address | null>(null);
/** The one that it starts from. */
export const graphAround = computed(() =>
  (kept.around.value ?? firstAround.value) || null);

type Ask = () => Promise<State>;
interface Move {
  ask: Ask;
  history: History;
  sought: EventKind | undefined;
}

let waiting: Move | null = null;

export function report(error: unknown): void {
  if (error instanceof LineLost) return;
  store.notice.value = error instanceof Error ? error.message : String(error);
}

/** One whose program was replaced leaves the way to the next. */
async function follow(next: Move): Promise<void> {
  try {
    await show(await next.ask(), next);
  } catch (error) {
    if (!(error instanceof Replaced && waiting)) throw error;
  }
}

export async function move(
  ask: Ask, history: History = 'push', sought?: EventKind,
): Promise<void> {
  waiting = { ask, history, sought };
  if (store.busy.value) return;
  store.busy.value = true;
  store.notice.value = null;
  try {
    await perhapsSlow(async () => {
      while (waiting) {
        const next: Move = waiting;
        waiting = null;
        await follow(next);
      }
    });
  } catch (error) {
    waiting = null;
    report(error);
  } finally {
    store.busy.value = false;
  }
}

/** What takes long says so, and can be interrupted. */
async function perhapsSlow(work: () => Promise<void>): Promise<void> {
  const timer = window.setTimeout(() => {
    store.slow.value = true;
  }, SLOW_AFTER);
  try {
    await work();
  } finally {
    window.clearTimeout(timer);
    batch(() => {
      store.slow.value = false;
      store.progress.value = null;
    });
  }
}

const rest = () => new Promise<void>((resolve) => {
  const stop = effect(() => {
    if (!store.busy.value) queueMicrotask(() => { resolve(); stop(); });
  });
});

/** Questions that must be answered at one moment, or that go elsewhere and come
 * back: no move is under way meanwhile. One that is asked for waits. */
export async function aside<T>(work: () => Promise<T>): Promise<T> {
  while (store.busy.peek()) await rest();
  store.busy.value = true;
  try {
    return await work();
  } finally {
    store.busy.value = false;
    const next = waiting as Move | null;
    if (next) void move(next.ask, next.history, next.sought);
  }
}

// ---- Gathering a moment ----------------------------------------------------

/** All of it at once: the server answers in order, and one wait is shorter
 * than several. */
async function gather(state: State) {
  const around = graphAround.value;
  const chosen = store.chosen.value;
  const [stack, graph, totals, { shapes }, views, lines, code, hits, object] =
    await Promise.all([
      request('Stack.describe', {}),
      request('Heap.graph', {
        limit: graphLimit.value, ...around !== null && { around },
      }),
      request('Heap.totals', {}),
      request('Shapes.describe', { limit: SHAPES_LIMIT }),
      readViews(state),
      readConsole(),
      readCode(0),
      readHits(0),
      readObject(chosen),
    ]);
  const snapshot: Snapshot = { state, stack, graph, totals, shapes, ...views };
  return { snapshot, lines, code, hits, object, chosen };
}

/** What the views of the middle want to know, while they are shown. */
async function readViews(state: State) {
  const around = state.events?.findLast(({ address }) => address)?.address;
  const wish = around === undefined ? {} : { around };
  const views: [Loop | null, CollectorState | null] = await Promise.all([
    isShown('runtime') ? request('Loop.describe', {}) : null,
    isShown('collector') ? request('Collector.describe', wish) : null,
  ]);
  return { loop: views[0], collector: views[1] };
}

/** The last move went into another run: a branch of time, or out of one. What
 * is known of the old one does not hold. */
let isOtherRun = false;
export function enterOtherRun(): void {
  isOtherRun = true;
  forgetLines();
}

/** The console only ever grows along a run, and a run is always the same: what
 * is known stays right, and is cut when the moment is earlier. */
async function readConsole(): Promise<ConsoleLine[]> {
  const known = isOtherRun ? [] : store.consoleLines.value;
  isOtherRun = false;
  const { lines, count } = await request('Console.describe',
    { from: known.length });
  if (count < known.length) return known.slice(0, count);
  return lines.length ? [...known, ...lines] : known;
}

/** The innermost frame that has source: a native one has nothing to show. */
const frameToShow = ({ stack }: Snapshot): number =>
  stack.frames.find(({ native }) => !native)?.index ?? 0;

/** The one that the address names, when it is there. */
const chosenFrame = ({ stack }: Snapshot): number | null =>
  stack.frames.find(({ index, native }) =>
    index === kept.frame.value && !native)?.index ?? null;

async function show(
  state: State, { history, sought }: Omit<Move, 'ask'>,
): Promise<void> {
  const { generation } = store;
  const { snapshot, lines, object, chosen, ...read } = await gather(state);
  const previous = store.now.value;
  const isFromAddress = previous === null || history === 'none';
  const wished = isFromAddress ? chosenFrame(snapshot) : null;
  const index = wished ?? frameToShow(snapshot);
  const [code, hits] = index === 0 ? [read.code, read.hits]
    : await Promise.all([readCode(index), readHits(index)]);
  await loadSource(snapshot.stack.frames[index]?.source ?? state.source);
  const shapes = await withShapesOf(snapshot, object);
  if (generation !== store.generation) return;
  const isOther = previous?.state.moment !== state.moment;
  batch(() => {
    if (isOther) {
      store.before.value = previous;
      forgetAnswers();
    }
    if (isOther && !isFromAddress) forgetKept('moment');
    store.frameIndex.value = index;
    store.code.value = code;
    store.hits.value = hits;
    store.consoleLines.value = lines;
    // somebody may have chosen another one meanwhile
    if (store.chosen.value === chosen) setObject(object);
    store.now.value = { ...snapshot, shapes, ...sought && { sought } };
    const known = Number(state.moment.split('.')[0]);
    if (known > store.ticks.value) store.ticks.value = known;
  });
  writeAddressBar(state.moment, store.chosen.value, history);
  if (isFromAddress) void askAgain(store.chosen.value);
}

async function loadSource(id: number | undefined): Promise<void> {
  if (id === undefined || store.sources.value.has(id)) return;
  const { scriptSource } = await request('Debugger.getScriptSource',
    { scriptId: String(id) });
  store.sources.value = new Map(store.sources.value)
    .set(id, new SourceText(scriptSource));
}

// ---- Code ------------------------------------------------------------------

/** Of the chosen function, or of a frame; null where there is none. */
async function readCode(frame: number): Promise<Code | null> {
  const address = store.codeAddress.value;
  try {
    return await request('Code.describe',
      address === null ? { frame } : { address });
  } catch (error) {
    if (error instanceof LineLost) throw error;
    return null;
  }
}

/** While the bytecode is shown, what its caches did so far. */
let showsHits = false;

async function readHits(
  frame: number, limit: number | null = COUNTED_TICKS,
): Promise<Hits | null> {
  const address = store.codeAddress.value;
  if (!showsHits) return null;
  try {
    return await request('Code.hits', {
      ...address === null ? { frame } : { address },
      ...limit !== null && { limit },
    });
  } catch (error) {
    if (error instanceof LineLost) throw error;
    return null;
  }
}

async function readCodeAgain(): Promise<void> {
  const frame = store.frameIndex.value;
  const [code, hits] = await Promise.all([readCode(frame), readHits(frame)]);
  batch(() => {
    store.code.value = code;
    store.hits.value = hits;
  });
}

/** The bytecode has come into sight, or has gone. */
export function showHits(isShown: boolean): void {
  if (showsHits === isShown) return;
  showsHits = isShown;
  if (isShown && store.now.value) void countHits(COUNTED_TICKS);
}

/** Counts, however long that takes. */
export const countHits = (limit: number | null = null): Promise<void> =>
  aside(() => perhapsSlow(async () => {
    if (!store.now.value) return;
    store.hits.value = await readHits(store.frameIndex.value, limit) ??
      store.hits.value;
  })).catch(report);

export async function selectFrame(index: number): Promise<void> {
  const frame = store.now.value?.stack.frames.find((f) => f.index === index);
  if (!frame) return;
  const isFirst = index === frameToShow(store.now.value!);
  batch(() => {
    store.codeAddress.value = null;
    store.frameIndex.value = index;
    kept.frame.value = isFirst ? null : index;
  });
  try {
    await loadSource(frame.source);
    await readCodeAgain();
  } catch (error) {
    report(error);
  }
}

/** Shows the bytecode of a function, or of the frame again (null). */
export async function showCode(address: Address | null): Promise<void> {
  store.codeAddress.value = address;
  try {
    await readCodeAgain();
  } catch (error) {
    report(error);
  }
}

// ---- The chosen object -----------------------------------------------------

interface ObjectRead {
  cell: Cell | null;
  prototypes: Cell[];
  missing: Address | null;
}

async function readObject(address: Address | null): Promise<ObjectRead> {
  if (address === null) return { cell: null, prototypes: [], missing: null };
  try {
    const cell = await request('Heap.object', { address });
    const prototypes = [];
    let next = cell.prototype?.address;
    while (next !== undefined && prototypes.length < PROTOTYPES) {
      const prototype = await request('Heap.object', { address: next });
      prototypes.push(prototype);
      next = prototype.prototype?.address;
    }
    return { cell, prototypes, missing: null };
  } catch (error) {
    if (error instanceof LineLost) throw error;
    return { cell: null, prototypes: [], missing: address };
  }
}

function setObject({ cell, prototypes, missing }: ObjectRead): void {
  store.cell.value = cell;
  store.prototypes.value = prototypes;
  store.missing.value = missing;
}

/** The Shapes that the server sent, and those of the chosen object and of the
 * drawn ones, with those around each: it sends only the nearest by itself. */
async function withShapesOf(
  { graph, shapes }: Pick<Snapshot, 'graph' | 'shapes'>, object: ObjectRead,
): Promise<Shape[]> {
  const known = new Set(shapes.map(({ address }) => address));
  const wanted = [object.cell?.shape?.address,
    ...graph.nodes.filter(({ kind }) => /^(object|array|error)$/i.test(kind))
      .map(({ shape }) => shape)];
  const missing = [...new Set(wanted)].filter((address) =>
    address !== undefined && !known.has(address)).slice(0, SHAPES_MISSING);
  const found = await Promise.all(missing.map((around) =>
    request('Shapes.describe', { around: around!, limit: 30 })));
  const all = [...shapes];
  for (const shape of found.flatMap((each) => each.shapes)) {
    if (known.has(shape.address)) continue;
    known.add(shape.address);
    all.push(shape);
  }
  return all;
}

/** Chooses an object; `null` chooses none. What was chosen before can be gone
 * back to. */
export async function choose(
  address: Address | null, { back = false } = {},
): Promise<void> {
  const previous = store.chosen.value;
  if (previous === address) return;
  if (!back && previous !== null) {
    store.trail.value = [...store.trail.value.slice(-30), previous];
  }
  if (address === null) store.trail.value = [];
  store.chosen.value = address;
  try {
    const object = await readObject(address);
    if (store.chosen.value !== address) return;
    const snapshot = store.now.value;
    const shapes = snapshot && await withShapesOf(snapshot, object);
    if (store.chosen.value !== address) return;
    batch(() => {
      setObject(object);
      if (snapshot && shapes && shapes.length > snapshot.shapes.length &&
          store.now.value === snapshot) {
        store.now.value = { ...snapshot, shapes };
      }
      store.spoken.value = object.cell
        ? `Chosen: ${object.cell.text} ${at(object.cell.address)}`
        : address === null ? 'Nothing is chosen'
          : `${at(address)} is not there at this moment`;
    });
    writeAddressBar(snapshot?.state.moment ?? '', address, 'replace');
    await bringIntoPicture(object);
  } catch (error) {
    report(error);
  }
}

export function chooseBack(): void {
  const trail = store.trail.value;
  const previous = trail.at(-1);
  if (previous === undefined) return;
  store.trail.value = trail.slice(0, -1);
  void choose(previous, { back: true });
}

/** An object that the picture does not show: draw it from there. */
async function bringIntoPicture({ cell }: ObjectRead): Promise<void> {
  if (!cell || store.nodeAt.value.has(cell.address)) return;
  const drawn = ['string', 'symbol', 'environment'];
  const isObject = cell.properties || drawn.includes(cell.kind.toLowerCase());
  if (isObject) await drawAround(cell.address);
}

export async function drawAround(address: Address | null): Promise<void> {
  kept.around.value = address === firstAround.value ? null : address ?? 0;
  await drawAgain();
}

export async function drawAgain(): Promise<void> {
  const snapshot = store.now.value;
  if (!snapshot) return;
  const around = graphAround.value;
  try {
    const graph = await request('Heap.graph', {
      limit: graphLimit.value, ...around !== null && { around },
    });
    if (store.now.value?.state.moment !== snapshot.state.moment) return;
    batch(() => {
      store.before.value = null;
      store.now.value = { ...store.now.value!, graph };
    });
  } catch (error) {
    report(error);
  }
}

/** Shows another view of this moment, with what it wants to know. */
export async function showView(name: View): Promise<void> {
  setView(name);
  const snapshot = store.now.value;
  if (!snapshot) return;
  writeAddressBar(snapshot.state.moment, store.chosen.value, 'replace');
  try {
    const views = await readViews(snapshot.state);
    if (store.now.value?.state.moment !== snapshot.state.moment) return;
    store.now.value = { ...store.now.value, ...views };
  } catch (error) {
    report(error);
  }
}

// ---- Moves -----------------------------------------------------------------

export const seek = (moment: string, history: History = 'push') =>
  move(() => request('Time.seek', { moment }), history);

/** To a moment, or when its tick has not so many steps, to the next tick. */
export const seekNear = (moment: string, history: History = 'push') =>
  move(async () => {
    try {
      return await request('Time.seek', { moment });
    } catch (error) {
      if (error instanceof LineLost) throw error;
      const next = `${parseMoment(moment)[0] + 1}.0`;
      const end = store.end.value;
      return request('Time.seek',
        { moment: end && compareMoments(next, end) > 0 ? 'end' : next });
    }
  }, history);

export function step(direction: Direction, kind: StepKind): Promise<void> {
  return move(() => request('Time.step', { direction, kind }));
}

/** To the next or previous thing that the collector does, inside it; with an
 * address, to that cell. */
export const stepCollector = (
  direction: Direction, event: EventKind | null, address: Address | null = null,
): Promise<void> => stepTo({ direction, kind: 'collector',
  ...event && { event }, ...address !== null && { address } });

/** To the next or previous event of the kind that is chosen in the header. */
export function stepEvent(direction: Direction): Promise<void> {
  const event = store.eventKind.value;
  const target = store.eventTarget.value;
  return stepTo({ direction, kind: 'event', event, ...target });
}

export const stepTo = (params: Step): Promise<void> =>
  move(() => request('Time.step', params), 'push', params.event);

export const goToLine = (line: number): Promise<void> =>
  move(() => nextOnLine(line, store.now.value?.state.moment ?? '0.0'));

/** Interrupts the program, or a long move. */
export async function pause(): Promise<void> {
  try {
    const state = await request('Time.pause', {});
    if (!store.busy.value) await move(() => Promise.resolve(state));
    await readRun();
  } catch (error) {
    report(error);
  }
}

/** Lets a paused program run on. */
export async function resume(): Promise<void> {
  try {
    await request('Time.resume', {});
    await readRun();
  } catch (error) {
    report(error);
  }
}

export async function stop(): Promise<void> {
  try {
    await request('Time.stop', {});
    store.running.value = false;
  } catch (error) {
    report(error);
  }
}

// ---- Beginning -------------------------------------------------------------

export async function readRun(): Promise<Run> {
  const run = await request('Time.describe', {});
  batch(() => {
    store.run.value = run;
    store.samples.value = run.samples;
    store.collections.value = run.collections;
    store.ticks.value = run.ticks;
    store.end.value = run.end;
    store.running.value = run.running;
    if (run.failure) store.notice.value = run.failure;
  });
  return run;
}

/** Into the branch of time that the address names. */
async function inBranch(list: readonly Made[]): Promise<void> {
  await enterBranch(list);
  enterOtherRun();
  await readRun();
}

/** To a moment, in the branch that the address names. */
async function seekAsNamed(moment: string): Promise<State> {
  const wanted = kept.branch.value ?? [];
  const depth = store.run.value?.branch?.depth ?? 0;
  if (wanted.length || depth) await inBranch(wanted);
  return request('Time.seek', { moment });
}

/** Shows the run from where the address bar says, or from its start; or from
 * where `where` goes. */
export async function begin(
  moment: { moment: string | null; address: Address | null; view?: View | null }
    = addressBarMoment(), where?: Ask,
): Promise<void> {
  forgetLines();
  if (moment.view) setView(moment.view);
  const run = await readRun();
  if (where) {
    await move(where, 'replace');
    return;
  }
  const branch = kept.branch.value;
  if (branch) {
    // lost when the address is wrong: the run itself is shown
    await inBranch(branch).catch(report);
  }
  const first = () => run.current ? Promise.resolve(run.current)
    : request('Time.seek', { moment: '0.0' });
  store.chosen.value ??= moment.address;
  document.title = `${run.file.split('/').at(-1)} · Glassheap`;
  if (moment.moment === null) {
    await move(first, 'replace');
    return;
  }
  await seek(moment.moment, 'replace');
  // a link to a moment that is not there: say so, and show where we are
  if (!store.now.value) {
    const notice = store.notice.value;
    await move(first, 'replace');
    store.notice.value = notice;
  }
}

/** What the server tells by itself, and the browser's own way back. */
export function listenToRun(): void {
  listen('Time.sampled', ({ samples, collections, ticks }) => batch(() => {
    if (collections?.length) {
      store.collections.value = [...store.collections.value, ...collections];
    }
    store.samples.value = [...store.samples.value, ...samples];
    store.ticks.value = Math.max(store.ticks.value, ticks);
  }));
  // by this page or by another viewer of the same run
  for (const event of ['Time.paused', 'Time.resumed', 'Time.ended'] as const) {
    listen(event, () => { readRun().catch(report); });
  }
  listen('Time.progress', ({ tick }) => { store.progress.value = tick; });
  const walk = () => {
    const { moment, address, view } = addressBarMoment();
    if (view) setView(view);
    if (moment === null) return;
    store.chosen.value = address;
    void move(() => seekAsNamed(moment), 'none');
  };
  window.addEventListener('popstate', walk);
}

export function start(): void {
  listenToRun();
  openLine(() => { begin().catch(report); });
}
