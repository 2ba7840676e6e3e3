// The domain HeapSnapshot as types: docs/protocol.md and src/graph/answer.h.

/** An object, named by the snapshot's own number. */
export interface HeapObject {
  id: number;
  name: string;
  label: string;
  type: string;
  class: string;
  self: number;
  retained: number;
  /** From the roots; null when only weak references lead there. */
  distance: number | null;
  detached?: boolean;
}

export interface Reference {
  access: string;
  name: string;
  type: string;
}

export interface Location {
  script: number;
  line: number;
  column: number;
  file?: string;
}

export interface HeapFile {
  path: string;
  nodes?: number;
  edges?: number;
  bytes?: number;
  truncated?: boolean;
}

export interface HeapState {
  files: HeapFile[];
  open: boolean;
  /** What is being done, and for which file: `opened` are done. */
  stage: string | null;
  opened: number;
  failure: string | null;
  methods: string[];
}

export interface HeapClass {
  name: string;
  count: number;
  self: number;
  retained: number;
  distance: number | null;
  location?: Location;
}

/** What `summary` tells objects apart by. */
export const WAYS = [
  'constructor', 'shape', 'location', 'site', 'time',
] as const;
export type Way = typeof WAYS[number];

/** A constructor, or another group; of those, `example` is an object. */
export interface HeapGroup extends HeapClass {
  example?: number;
  /** By site: who called, and how much was allocated there in all. */
  stack?: { name: string; location?: Location }[];
  allocated?: { count: number; bytes: number };
}

export interface Duplicate {
  text: string;
  count: number;
  bytes: number;
  wasted: number;
}

export interface Suspect {
  owner: HeapObject;
  retained: number;
  class: string;
  count: number;
  gathered: number;
  children: number;
  path: string;
}

export interface Story {
  file: string;
  fileBytes: number;
  nodes: number;
  edges: number;
  bytes: number;
  kinds: { name: string; count: number; bytes: number }[];
  classes: HeapClass[];
  suspects: Suspect[];
  duplicates: Duplicate[];
  wasted: number;
  detached: number;
  truncated: boolean;
}

export interface Tree extends HeapObject {
  /** Missing where the answer goes no deeper. */
  children?: Tree[];
  total?: number;
  /** Of what it dominates directly, the largest first. */
  classes?: { name: string; count: number; retained: number }[];
}

export interface Dominators extends Tree {
  children: Tree[];
  total: number;
  bytes: number;
}

export interface Field extends Reference { node: HeapObject }

export interface ObjectAnswer {
  node: HeapObject;
  dominator: HeapObject;
  fields: Field[];
  total: number;
  retainers: number;
  location?: Location;
}

export interface Retainer { node: HeapObject; edges: Reference[] }

export interface Step {
  node: HeapObject;
  access?: string;
  leftOut?: number;
  /** This and the steps before it, so many, come again so often. */
  loop?: number;
  again?: number;
}

export interface Cut {
  text: string;
  access: string;
  from: HeapObject;
  to: HeapObject;
  bytes: number;
  /** Where each of several paths has an edge like it: how many, and what all
   * of them free. */
  count?: number;
  allBytes?: number;
}

export interface PathKind {
  text: string;
  steps: Step[];
  cut: Cut | null;
  length: number;
  count: number;
  retained: number;
}

export interface Why {
  paths: PathKind[];
  total: number;
  node?: HeapObject;
  class?: string;
  count?: number;
  /** Of a class's objects so many were followed. */
  followed?: number;
}

export interface Amount { count: number; bytes: number }

export interface Change {
  class: string;
  script: number;
  line: number;
  new: Amount;
  freed: Amount;
  grown: Amount;
  delta: Amount;
  retained: number;
  persistent?: Amount;
  examples: number[];
}

export interface Diff {
  title: string;
  snapshots: { path: string; nodes: number; edges: number; total: number }[];
  totals: Record<'new' | 'freed' | 'grown' | 'delta' | 'kept', Amount>;
  born: Amount[];
  total: number;
  classes: Change[];
  noise: Change[];
}

export interface Leak {
  title: string;
  finder: string;
  framework?: string;
  verdict: string;
  sure: string;
  tops: number;
  objects: number;
  bytes: number;
  retained: number;
  path: string;
  paths: string[];
  cut: string;
  frees: number;
  owner: HeapObject | null;
  evidence: string[];
  advice: string;
  silhouette: { class: string; count: number; bytes: number; id: number }[];
  example: HeapObject;
}

export interface Leaks {
  title: string;
  total: number;
  suspects: Leak[];
  ordinary: Leak[];
  noise: Leak[];
}

/** Closures of one function. */
export interface FunctionCount {
  label: string;
  /** Of one of them. */
  id: number;
  count: number;
  retained: number;
  location?: Location;
}

/** An environment, and who shares it. */
export interface Closure {
  node: HeapObject;
  /** `alone`: nothing else keeps it alive. */
  variables: { name: string; node: HeapObject; alone: boolean }[];
  variableCount: number;
  closures: number;
  functions: FunctionCount[];
  functionCount: number;
  environments: number;
  /** Functions of the scope of which no closure is left. */
  gone: string[];
  note: string | null;
}

export interface ListenerGroup {
  emitter: HeapObject | null;
  event: string | null;
  kind: string;
  count: number;
  once: number;
  /** How often one function is among them. */
  same: number;
  retained: number;
  warning: boolean;
  functions: FunctionCount[];
  functionCount: number;
}

export interface TimerGroup {
  kind: string;
  count: number;
  retained: number;
  repeats: boolean | null;
  callback: HeapObject;
  location?: Location;
  example: HeapObject;
}

export interface DetachedTree {
  root: HeapObject;
  held: HeapObject;
  trees: number;
  nodes: number;
  self: number;
  retained: number;
  path: string;
  holder: HeapObject | null;
}

export interface GlobalRow {
  name: string;
  node: HeapObject;
  of: HeapObject;
  standard: boolean;
}

export interface CollectionRow {
  node: HeapObject;
  kind: string;
  state: string;
  count: number | null;
  capacity: number | null;
  bytes: number;
  wasted: number;
  fill: number | null;
}

interface Page { offset?: number; limit?: number }
/** Which of the files; the last when none is named. */
interface Of { snapshot?: number }

export interface HeapMethods {
  'HeapSnapshot.describe': [Record<string, never>, HeapState];
  'HeapSnapshot.open': [Of, Story];
  'HeapSnapshot.summary': [
    Of & Page & { sort?: string; filter?: string; by?: Way },
    { by: Way; classes: HeapGroup[]; total: number; bytes: number }];
  'HeapSnapshot.dominators': [
    Of & Page & { id?: number; depth?: number }, Dominators];
  'HeapSnapshot.object': [Of & Page & { id: number }, ObjectAnswer];
  'HeapSnapshot.retainers': [
    Of & Page & { id: number }, { retainers: Retainer[]; total: number }];
  'HeapSnapshot.why': [Of & Page & { id?: number; class?: string }, Why];
  'HeapSnapshot.strings': [
    Of & Page, { strings: Duplicate[]; total: number; wasted: number }];
  'HeapSnapshot.closures': [
    Of & Page, { closures: Closure[]; total: number; bytes: number }];
  'HeapSnapshot.listeners': [Of & Page, { listeners: ListenerGroup[];
    total: number; count: number; emitters: number; retained: number;
    warnings: number }];
  'HeapSnapshot.timers': [Of & Page, { timers: TimerGroup[]; total: number;
    count: number; retained: number }];
  'HeapSnapshot.detached': [Of & Page, { detached: DetachedTree[];
    total: number; trees: number; nodes: number; retained: number }];
  'HeapSnapshot.globals': [Of & Page, { globals: GlobalRow[]; total: number;
    own: number; objects: HeapObject[] }];
  'HeapSnapshot.collections': [Of & Page, { collections: CollectionRow[];
    total: number; wasted: number; kinds: { name: string; collections: number;
      items: number; empty: number; wasted: number }[] }];
  'HeapSnapshot.diff': [Page & { sort?: string }, Diff];
  'HeapSnapshot.leaks': [Page, Leaks];
}

export interface HeapEvents { 'HeapSnapshot.changed': HeapState }
