// What the page knows, as signals. Nothing here draws, nothing here asks the
// server: time.ts fills it, src/draw/ reads it.
import { batch, computed, signal } from '@preact/signals';
import type {
  Address, Cell, Code, Collection, CollectorState, ConsoleLine, EventKind,
  Graph, Hits, Loop, Run, Sample, Shape, Stack, State, Totals,
} from '../protocol.ts';
import { compare, type Changes } from './changes.ts';
import type { SourceText } from './source-text.ts';
import { kept } from './kept.ts';
import { saySnapshot } from './words.ts';

/** Everything that is shown of one moment, taken together: panels never mix
 * two moments. */
export interface Snapshot {
  state: State;
  stack: Stack;
  graph: Graph;
  totals: Totals;
  shapes: Shape[];
  /** While the runtime is shown. */
  loop: Loop | null;
  /** While the collector is shown. */
  collector: CollectorState | null;
  /** The kind of event that was stepped to. */
  sought?: EventKind;
}

export const run = signal<Run | null>(null);
export const samples = signal<Sample[]>([]);
export const collections = signal<Collection[]>([]);
/** How far the run is known, in ticks. */
export const ticks = signal(0);
/** The last moment; null while the program still runs. */
export const end = signal<string | null>(null);
export const running = signal(false);

/** The current moment and the one before it on this page. */
export const now = signal<Snapshot | null>(null);
export const before = signal<Snapshot | null>(null);

/** The frame whose source, code and variables are shown; 0 is innermost. */
export const frameIndex = signal(0);
/** A function whose code is shown in place of the frame's. */
export const codeAddress = kept.code;
export const code = signal<Code | null>(null);
/** What its caches did so far; null where that was not asked. */
export const hits = signal<Hits | null>(null);

/** The chosen object, and those chosen before it. */
export const chosen = signal<Address | null>(null);
export const trail = signal<Address[]>([]);
export const cell = signal<Cell | null>(null);
/** What lies behind the chosen object by way of prototypes, nearest first. */
export const prototypes = signal<Cell[]>([]);
/** Asked about, and not there at this moment. */
export const missing = signal<Address | null>(null);

export const consoleLines = signal<ConsoleLine[]>([]);
export const sources = signal(new Map<number, SourceText>());

/** A move is under way; `slow` after a while, with the tick reached so far. */
export const busy = signal(false);
export const slow = signal(false);
export const progress = signal<number | null>(null);

/** One line about something that could not be done. */
export const notice = signal<string | null>(null);
/** What the aria-live region says besides moments. */
export const spoken = signal('');

/** What the pointer or the keyboard points at: a line, or an instruction. */
export interface Pointed {
  line?: number;
  unit?: number;
}
export const pointed = signal<Pointed>({});

/** The events that the event buttons look for. */
export const eventKind = computed<EventKind>(() =>
  kept.event.value ?? 'allocate');
/** Narrowed to the chosen object, or to one property of it. */
export const eventTarget = kept.target;

export const helpOpen = signal(false);
export const eventsOpen = signal(false);

/** Counts the programs: what was asked about an earlier one is not shown. */
export let generation = 0;

/** Before another program: nothing of the last one is known any more. */
export function forgetRun(): void {
  generation++;
  batch(() => {
    run.value = now.value = before.value = null;
    samples.value = [];
    collections.value = [];
    ticks.value = frameIndex.value = 0;
    end.value = null;
    running.value = false;
    code.value = hits.value = null;
    chosen.value = cell.value = missing.value = null;
    trail.value = [];
    prototypes.value = [];
    consoleLines.value = [];
    sources.value = new Map();
    notice.value = null;
  });
}

// ---- Derived ---------------------------------------------------------------

export const changes = computed<Changes>(() =>
  compare(before.value, now.value));
export const frame = computed(() =>
  now.value?.stack.frames.find(({ index }) => index === frameIndex.value) ??
  null);
export const words = computed(() => now.value
  ? saySnapshot(now.value, changes.value) : null);
export const nodeAt = computed(() =>
  new Map(now.value?.graph.nodes.map((node) => [node.address, node]) ?? []));
