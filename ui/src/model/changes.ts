// What is different between two moments. Frames are the same when they stand
// at the same height of the stack and run the same function; variables when
// their name and scope agree; cells when their address and kind do.
import type {
  Address, EventKind, Field, Frame, GraphNode, Value, Variable,
} from '../protocol.ts';
import { sameValue } from './format.ts';
import type { Snapshot } from './store.ts';

export interface VariableChange {
  frame: Frame;
  name: string;
  before: Value | undefined;
  after: Value;
}

export interface FieldChange {
  node: GraphNode;
  name: string;
  before: Value | undefined;
  after: Value | undefined;
}

export interface Changes {
  /** There is a moment before this one to compare with. */
  compared: boolean;
  variables: VariableChange[];
  /** By frame index and name: what it was. */
  variableWas: Map<string, Value | undefined>;
  newFrames: Set<number>;
  entered: Frame[];
  left: Frame[];
  /** In the picture now, and not before. */
  newNodes: Set<Address>;
  goneNodes: GraphNode[];
  /** Of these, the ones that are new and gone indeed: a picture that shows
   * only a part also changes when it shows another part. */
  born: Set<Address>;
  dead: Set<Address>;
  fields: FieldChange[];
  /** By address: the field's name and what it was. */
  fieldWas: Map<Address, Map<string, Value | undefined>>;
  /** Objects that have another Shape now. */
  reshaped: Set<Address>;
}

export const variableKey = (frame: Frame, variable: Variable): string =>
  `${frame.index}/${variable.name}/${variable.scope ?? ''}`;

function nothing(): Changes {
  return {
    compared: false, variables: [], variableWas: new Map(),
    newFrames: new Set(), entered: [], left: [], newNodes: new Set(),
    goneNodes: [], born: new Set(), dead: new Set(), fields: [],
    fieldWas: new Map(), reshaped: new Set(),
  };
}

const height = (snapshot: Snapshot, frame: Frame): number =>
  snapshot.state.depth - frame.index;

function compareVariables(old: Frame, frame: Frame, into: Changes): void {
  const was = new Map(old.variables.map((variable) =>
    [`${variable.name}/${variable.scope ?? ''}`, variable.value]));
  for (const variable of frame.variables) {
    const value = was.get(`${variable.name}/${variable.scope ?? ''}`);
    if (sameValue(value, variable.value)) continue;
    // a variable that has come into view without a value is no news
    if (!value && ['hole', 'undefined'].includes(variable.value.type)) continue;
    into.variableWas.set(variableKey(frame, variable), value);
    const known = into.variables.some(({ name, after }) =>
      name === variable.name && sameValue(after, variable.value));
    if (!known) {
      into.variables.push({
        frame, name: variable.name, before: value, after: variable.value,
      });
    }
  }
}

function compareStacks(a: Snapshot, b: Snapshot, into: Changes): void {
  const old = new Map(a.stack.frames.map((frame) => [height(a, frame), frame]));
  let broken = false;
  for (const frame of [...b.stack.frames].reverse()) {
    const partner = old.get(height(b, frame));
    broken ||= !partner || partner.address !== frame.address;
    if (broken || !partner) {
      into.newFrames.add(frame.index);
      into.entered.push(frame);
    } else {
      old.delete(height(b, frame));
      compareVariables(partner, frame, into);
    }
  }
  into.left = [...old.values()];
}

function compareFields(old: GraphNode, node: GraphNode, into: Changes): void {
  const was = new Map(old.fields?.map(({ name, value }) => [name, value]));
  const changed = new Map<string, Value | undefined>();
  const note = (name: string, a: Value | undefined, b: Value | undefined) => {
    changed.set(name, a);
    into.fields.push({ node, name, before: a, after: b });
  };
  for (const { name, value } of node.fields ?? []) {
    if (!sameValue(was.get(name), value)) note(name, was.get(name), value);
  }
  const still = new Set(node.fields?.map((field: Field) => field.name));
  for (const [name, value] of was) {
    if (!still.has(name) && !node.more) note(name, value, undefined);
  }
  if (changed.size) into.fieldWas.set(node.address, changed);
  if (old.shape !== node.shape) into.reshaped.add(node.address);
}

function compareGraphs(a: Snapshot, b: Snapshot, into: Changes): void {
  const old = new Map(a.graph.nodes.map((node) => [node.address, node]));
  for (const node of b.graph.nodes) {
    const partner = old.get(node.address);
    if (partner?.kind === node.kind) {
      old.delete(node.address);
      compareFields(partner, node, into);
    } else {
      into.newNodes.add(node.address);
    }
  }
  into.goneNodes = [...old.values()];
  const told = (kind: EventKind) => new Set(b.state.events?.flatMap((event) =>
    event.kind === kind ? [event.address] : []));
  const showsAll = !a.graph.hidden && !b.graph.hidden;
  const [allocated, freed] = [told('allocate'), told('free')];
  into.born = new Set([...into.newNodes].filter((address) =>
    showsAll || allocated.has(address)));
  into.dead = new Set(into.goneNodes.map(({ address }) => address)
    .filter((address) => showsAll || freed.has(address)));
}

export function compare(a: Snapshot | null, b: Snapshot | null): Changes {
  const changes = nothing();
  if (!a || !b) return changes;
  changes.compared = true;
  compareStacks(a, b, changes);
  compareGraphs(a, b, changes);
  return changes;
}
