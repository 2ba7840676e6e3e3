// The protocol's messages as types: docs/protocol.md, word for word.
import type { Report } from './lab/judge.ts';
import type { HeapEvents, HeapMethods } from './snapshot/protocol.ts';

export type Address = number;

export type Collector = 'marking' | 'counting';
export type Host = 'node' | 'browser';

export type ValueType = 'undefined' | 'null' | 'boolean' | 'number' |
  'bigint' | 'string' | 'symbol' | 'object' | 'function' | 'hole';

export interface Value {
  type: ValueType;
  text: string;
  address?: Address;
  class?: string;
  /** Whether the value lives in the word itself or is a reference. */
  in: 'word' | 'cell';
}

// ---- Time ------------------------------------------------------------------

export type Reason = 'start' | 'goal' | 'bound' | 'paused' | 'end' | 'thrown';

export const EVENT_KINDS = [
  'allocate', 'free', 'write', 'shape', 'transition', 'cache', 'call',
  'return', 'throw', 'collection', 'taskQueued', 'taskRun', 'console',
  'phase', 'grey', 'black', 'remember', 'countUp', 'countDown', 'tierChange',
] as const;
export type EventKind = typeof EVENT_KINDS[number];

export interface WatchedEvent {
  kind: EventKind;
  moment: string;
  address?: Address;
  text: string;
}

export interface State {
  moment: string;
  reason: Reason;
  depth: number;
  line?: number;
  column?: number;
  source?: number;
  error?: string;
  events?: WatchedEvent[];
}

/** tick, depth, bytes, collections */
export type Sample = [number, number, number, number];

export interface Collection {
  tick: number;
  before: number;
  after: number | null;
  reason: string;
}

export interface Run {
  file: string;
  arguments: string[];
  seed: number | string;
  engine: string;
  running: boolean;
  paused?: boolean;
  stopped?: boolean;
  end: string | null;
  /** The text of the uncaught exception. */
  thrown: string | null;
  /** Why the program's process is no more, when it should be. */
  failure?: string | null;
  ticks: number;
  current: State | null;
  samples: Sample[];
  collections: Collection[];
  viewers: number;
  branch?: Branch | null;
}

/** A change by hand to a moment; what comes of it is a branch of time. */
export type Change =
  | { kind: 'due'; address: Address; due: number }
  | { kind: 'clear'; address: Address }
  | { kind: 'fire'; address: Address; event: string; init?: string }
  | { kind: 'settle'; address: Address; state: 'fulfilled' | 'rejected';
    value: string };

export interface Branch {
  from: string;
  change: Change;
  /** 1: it has left the run itself. */
  depth: number;
}

export type Direction = 'forward' | 'back';
export type StepKind = 'instruction' | 'over' | 'into' | 'out' | 'event' |
  'collector';

export interface Step {
  direction: Direction;
  kind: StepKind;
  event?: EventKind;
  address?: Address;
  key?: string;
}

// ---- Stack and code --------------------------------------------------------

export interface Variable {
  name: string;
  kind: string;
  place: 'register' | 'environment';
  register?: number;
  environment?: Address;
  slot?: number;
  scope?: string;
  value: Value;
}

export interface Frame {
  index: number;
  function: string;
  address?: Address;
  native?: boolean;
  construct?: boolean;
  /** Whether it is the top level of a script. */
  script?: boolean;
  /** The program's own frame while jobs run: only its variables are left. */
  finished?: boolean;
  source?: number;
  line?: number;
  column?: number;
  /** Bytes of the source under the running instruction. */
  start?: number;
  end?: number;
  statementStart?: number;
  statementEnd?: number;
  code?: Address;
  unit?: number;
  this?: Value;
  arguments?: Value[];
  argumentCount?: number;
  variables: Variable[];
}

/** What waits until the stack is empty. */
export interface Job {
  type: string;
  values: Value[];
}

/** Innermost first. Of a very deep stack only the ends are described. */
export interface Stack {
  frames: Frame[];
  depth?: number;
  jobs?: { running: Job | null; waiting: Job[]; count: number };
}

// ---- The event loop --------------------------------------------------------

/** Something that waits for its turn. */
export interface Task {
  /** timeout, interval, immediate, tick, promise, or the type of a job. */
  type: string;
  /** The cell that the events taskQueued and taskRun are about. */
  address: Address | null;
  callback?: Value;
  /** Where the callback's code stands. */
  code?: { source: number; line: number; column: number };
  /** When and by which statement it was queued. */
  queued?: { moment: string; source?: number; line?: number; column?: number };
  values?: Value[];
  /** Of timers: ms of the run's clock. */
  due?: number;
  delay?: number;
  number?: number;
  /** It does not keep the program running. */
  weak?: boolean;
  /** Of listeners. */
  event?: string;
  target?: Value;
  once?: boolean;
  /** The class of the event that is fired by hand, and its fields, as JSON. */
  class?: string;
  init?: string;
  /** Of promises: the cell of who waits, and where an await stands. */
  reaction?: Address;
  awaits?: { source: number; line: number; column: number };
  /** What AsyncLocalStorage finds in it. */
  context?: Value;
}

export interface Queue {
  name: string;
  place: 'runtime' | 'tasks' | 'microtasks';
  tasks: Task[];
  count: number;
}

export interface Loop {
  host?: 'node' | 'browser';
  phase: string;
  draining: string | null;
  turn: number;
  /** ms */
  clock: number;
  phases: { name: string; text: string }[];
  queues: Queue[];
  running: Task | null;
}

// ---- The collector ---------------------------------------------------------

export interface CollectorCell {
  address: Address;
  kind: string;
  text: string;
  /** The cell whose edge led here, and what that is called. */
  from?: Address;
  edge?: string;
}

export interface CellList {
  cells: CollectorCell[];
  count: number;
}

export interface Block {
  block: number;
  /** Of its first cell. */
  address: Address;
  cellBytes: number;
  large: boolean;
  /** A character for each place of a cell. */
  cells: string;
}

export interface CollectorState {
  collector: string;
  phase: string;
  collections: number;
  reason?: string;
  freed: number;
  blocks: Block[];
  blockCount: number;
  young?: boolean;
  visiting?: Address | null;
  grey?: CellList;
  remembered?: CellList;
  candidates?: CellList;
  dying?: CellList;
}

export interface Instruction {
  unit: number;
  name: string;
  text: string;
  line?: number;
  start?: number;
  end?: number;
  statement?: boolean;
  cache?: number;
  /** What runs in its place in optimised code. */
  optimised?: Optimised;
}

/** An instruction of optimised code. */
export interface Optimised {
  name: string;
  text: string;
  /** What it checks, for people; absent: nothing. */
  checks?: string;
  /** The unit of the instruction that proved what this one does not check. */
  proven?: number;
}

/** One return from optimised code to the baseline. */
export interface Deopt {
  tick: number;
  unit: number;
  name: string;
  /** Its name in deopts.def, and the same for people. */
  reason: string;
  text: string;
}

export interface Tier {
  name: 'baseline' | 'optimised';
  optimisations: number;
  deoptimisations: number;
  /** The latest, oldest first. */
  deopts: Deopt[];
  /** The tick at which it became optimised. */
  since?: number;
}

export type CacheState = 'uninitialised' | 'monomorphic' | 'polymorphic' |
  'megamorphic';

export interface CacheEntry {
  shape?: Address;
  shapeText?: string;
  place: string;
  offset?: number;
  holder?: Address;
  newShape?: Address;
  newShapeText?: string;
}

export interface Cache {
  index: number;
  state: CacheState;
  entries: CacheEntry[];
}

/** Why a cache was missed: no entry has that Shape; a prototype was changed
 * since; the shared table of megamorphic sites has none; there is no free slot
 * for another property. */
export type MissReason = 'shape' | 'stale' | 'shared' | 'full';

export interface Missed {
  moment: string;
  shape: Address;
  text: string;
  why: MissReason;
}

/** What the cache of one instruction did so far. */
export interface Site {
  unit: number;
  runs: number;
  hits: number;
  misses: number;
  shapes: { shape: Address; text: string; hits: number; misses: number }[];
  /** The first ones. */
  missed: Missed[];
}

/** `sites` is null when counting them would run more ticks than allowed. */
export interface Hits {
  address: Address;
  ticks: number;
  seconds: number;
  sites: Site[] | null;
}

export interface Code {
  address: Address;
  function: string;
  source?: number;
  start?: number;
  end?: number;
  registers: number;
  parameters: number;
  strict: boolean;
  current: number | null;
  instructions: Instruction[];
  caches: Cache[];
  tier: Tier;
}

// ---- Heap ------------------------------------------------------------------

export interface Field {
  name: string;
  value: Value;
}

export interface GraphNode {
  address: Address;
  kind: string;
  class?: string;
  text: string;
  bytes: number;
  shape?: Address;
  fields?: Field[];
  more?: number;
  length?: number;
  /** Of arrays: the kind of their elements, "packed int". */
  elements?: string;
  /** A sign of the collector's map. */
  colour?: string;
}

export type EdgeType = 'internal' | 'slot' | 'element' | 'variable' | 'entry' |
  'constant' | 'weak' | 'root';

export interface Edge {
  from: Address;
  to: Address;
  name: string;
  type: EdgeType;
}

/** Of the chosen cell: what holds it, which may be a variable of a frame, or
 * what it holds. `text` is of the other end. */
export interface CellEdge {
  from: Address | null;
  to: Address;
  name: string;
  type: EdgeType;
  frame?: number;
  text?: string;
}

export interface Root {
  frame: number;
  function?: string;
  name: string;
  to: Address;
}

export interface Graph {
  nodes: GraphNode[];
  edges: Edge[];
  roots: Root[];
  hidden: number;
  /** Of the collector: see CollectorState. */
  phase: string;
}

export interface Attributes {
  writable?: boolean;
  enumerable: boolean;
  configurable: boolean;
  accessor?: boolean;
}

export interface Property {
  key: string;
  symbol?: boolean;
  offset: number;
  place: 'inline' | 'slots';
  attributes: Attributes;
  value?: Value;
  getter?: Value;
  setter?: Value;
}

export interface Item {
  index: number;
  value?: Value;
  getter?: Value;
  setter?: Value;
  attributes?: Attributes;
}

export interface Elements {
  address?: Address | null;
  kind: string;
  length: number;
  capacity?: number;
  attributes?: Attributes;
  items: Item[];
  more?: number;
}

export interface CellShape {
  address: Address;
  text: string;
  literal?: boolean;
  dictionary?: boolean;
  lazy?: boolean;
  table?: unknown;
  inlineCapacity?: number;
  parent?: Address | null;
}

export interface Cell {
  address: Address;
  kind: string;
  class?: string;
  text: string;
  bytes: number;
  flags?: string[];
  /** With reference counting: the count, and whether the cell is a candidate. */
  counted?: { references: number; candidate: boolean };
  shape?: CellShape;
  prototype?: Value;
  properties?: Property[];
  elements?: Elements;
  function?: {
    code?: Address;
    environment?: Address | null;
    name: string;
  };
  /** Of a regular expression's code; the program once it has run. */
  regexp?: { flags: string; program: string | null };
  environment?: {
    parent?: Address | null;
    variables: Field[];
  };
  entries?: { key?: Value; value?: Value }[];
  /** Of a node of a document; `type` is its nodeType. */
  node?: {
    type: number;
    attached: boolean;
    children: number;
    parent: Address | null;
    firstChild: Address | null;
    attributes: { name: string; value: Value }[];
  };
  promise?: {
    state: 'pending' | 'fulfilled' | 'rejected';
    result: Value;
    handled: boolean;
    reactions: {
      address: Address;
      promise: Value;
      waiting?: Value;
      onFulfilled?: Value;
      onRejected?: Value;
    }[];
  };
  /** A generator or a parked frame. */
  parked?: {
    state: string;
    frame: Address | null;
    function?: string;
    owner?: Value;
    line?: number;
    variables?: Variable[];
    requests?: { mode: string; value: Value; promise: Address }[];
  };
  string?: {
    length: number;
    encoding?: string;
    atom?: boolean;
    flat?: boolean;
    left?: Address;
    right?: Address;
  };
  out?: CellEdge[];
  in?: CellEdge[];
  more?: Record<string, number>;
}

export interface KindTotal {
  kind: string;
  label?: string;
  count: number;
  bytes: number;
}

/** What would go with a cell, and the cells that it would go with. */
export interface Dominated {
  bytes: number;
  cells: number;
  /** References from the roots; null: they do not reach it. */
  distance: number | null;
  /** The nearest first. */
  dominators: { address: Address; text: string; bytes: number; cells: number }[];
}

export interface Totals {
  bytes: number;
  limit?: number;
  freeBytes?: number;
  cells: number;
  kinds: KindTotal[];
  collections: number;
}

export interface Shape {
  address: Address;
  parent?: Address | null;
  key?: string;
  offset?: number;
  attributes?: Attributes;
  count: number;
  inlineCapacity?: number;
  literal?: boolean;
  dictionary?: boolean;
  lazy?: boolean;
  table?: { address: Address; count: number } | null;
  objects: number;
  text: string;
  prototype?: Value;
  children?: Address[];
}

/** A statement of the program. */
export interface Where {
  file: string;
  source: number;
  line: number;
  column: number;
  start: number;
  end: number;
  function: string;
  text: string;
}

/** Who made a reference; `before`: it was there before the program began. */
export interface Made {
  how: 'stored' | 'allocated' | 'changed' | 'queued' | 'before';
  moment?: string;
  where?: Where | null;
}

/** One reference of a chain from a root. */
export interface Hop {
  from: Address | null;
  fromText?: string;
  name: string;
  type: string;
  index: number;
  to: Address;
  text: string;
  root?: string;
  frame?: number;
  /** An expression that names it, to cut it by. */
  edge?: string;
  made?: Made;
}

export interface Why {
  target: { address: Address; text: string; class: string; bytes: number };
  alive: boolean;
  chains: Hop[][];
}

export interface Wrote { expression: string; value: Value; made: Made }
export interface Allocated { value: Value; made: Made }

export interface Died {
  value: Value;
  alive: boolean;
  /** Alive: where the run ends. */
  end?: string;
  cut?: { moment: string; where: Where | null };
  freed?: string | null;
}

export interface Cut { edge: string; value: Value; cuts: number }

/** What a collection frees. */
export interface Fallout {
  objects: number;
  cells: number;
  bytes: number;
  classes: {
    class: string;
    count: number;
    bytes: number;
    addresses: Address[];
  }[];
  /** Objects and environments. */
  dead: Address[];
}

export interface ConsoleLine {
  stream: string;
  text: string;
  tick: number;
}

// ---- Methods and events ----------------------------------------------------

export interface Methods extends HeapMethods {
  'Time.describe': [Record<string, never>, Run];
  'Time.seek': [{ moment?: string; position?: number }, State];
  'Time.step': [Step, State];
  'Time.line': [{ line: number; hit?: number }, State];
  'Time.change': [Change, State];
  'Time.return': [Record<string, never>, State];
  'Time.pause': [Record<string, never>, State];
  'Time.resume': [Record<string, never>, unknown];
  'Time.stop': [Record<string, never>, unknown];
  'Lab.run': [{
    source: string;
    name?: string;
    kind?: 'script' | 'commonjs' | 'module';
    files?: Record<string, string>;
    collector?: Collector;
    host?: Host;
    heapLimit?: number;
  }, Record<string, never>];
  'Lab.snapshot': [{ moments: string[] }, { address: string }];
  'Lab.judge': [{
    source: string;
    name?: string;
    call?: string;
    host?: Host;
    /** References, with commas: `rendered[*],products`. */
    cut?: string;
    rounds?: number;
    iterations?: number;
  }, Report];
  'Stack.describe': [Record<string, never>, Stack];
  'Loop.describe': [Record<string, never>, Loop];
  'Collector.describe': [{ around?: Address }, CollectorState];
  'Code.describe': [{ frame?: number; address?: Address }, Code];
  'Code.hits': [{ frame?: number; address?: Address; limit?: number }, Hits];
  'Heap.graph': [{ limit: number; around?: Address }, Graph];
  'Heap.object': [{ address: Address }, Cell];
  'Why.describe': [{ address: Address; limit?: number }, Why];
  'Why.evaluate': [{ expression: string }, { value: Value }];
  'Why.alive': [{ address: Address }, { alive: boolean }];
  'Why.allocated': [{ address: Address }, Allocated];
  'Why.died': [{ address: Address }, Died];
  'Why.wrote': [{ expression: string }, Wrote];
  'WhatIf.cut': [{ edge: string }, Cut];
  'WhatIf.collect': [Record<string, never>, Fallout];
  'WhatIf.undo': [Record<string, never>, { cuts: number }];
  'Heap.retained': [{ address: Address }, { bytes: number; cells: number }];
  'Heap.dominators': [{ address: Address }, Dominated];
  'Heap.totals': [Record<string, never>, Totals];
  'Shapes.describe': [
    { around?: Address; limit: number }, { shapes: Shape[] }];
  'Console.describe': [
    { from: number }, { lines: ConsoleLine[]; count: number }];
  'Debugger.getScriptSource': [
    { scriptId: string }, { scriptSource: string }];
}
export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M][0];
export type Result<M extends Method> = Methods[M][1];

export interface Events extends HeapEvents {
  'Time.sampled': {
    samples: Sample[];
    collections?: Collection[];
    ticks: number;
  };
  'Time.paused': { state: State };
  'Time.resumed': Record<string, never>;
  'Time.ended': { end: string | null; thrown: string | null; ticks: number };
  'Time.progress': { tick: number };
}
export type EventName = keyof Events;
