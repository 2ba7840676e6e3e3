// References that can be cut by pointing: what each is called for people, and
// the expression that names it for the engine.
import { request } from '../connection.ts';
import type { Arrow } from '../heap/picture.ts';
import { at, shorten } from '../model/format.ts';
import type { Snapshot } from '../model/store.ts';
import type { Address, Edge, GraphNode, Task } from '../protocol.ts';
import { accessTo, namedCells } from './paths.ts';

export interface Reference {
  /** `left.child`, for people. */
  label: string;
  /** For WhatIf.cut; null: the engine is asked what it calls it. */
  edge: string | null;
  from: Address | null;
  to: Address;
  /** A statement of the program that does the same, where there is one. */
  code: string | null;
}

const isText = ({ kind }: GraphNode): boolean => /^(string|rope)$/i.test(kind);

function accessOf({ name, type }: Edge): string | null {
  if (type === 'element') return name;
  if (type === 'slot') return accessTo(name);
  if (type === 'variable' || type === 'internal') return `.${name}`;
  return null;
}

/** Variables, and every arrow between cells that are drawn. */
export function referencesIn({ graph }: Snapshot): Reference[] {
  const nodes = new Map(graph.nodes.map((node) => [node.address, node]));
  const paths = new Map(namedCells(graph).map(({ address, path }) =>
    [address, path]));
  const references: Reference[] = graph.roots
    .filter(({ to }) => nodes.has(to) && !isText(nodes.get(to)!))
    .map(({ name, to }) => ({
      label: name, edge: name, from: null, to, code: `${name} = null;`,
    }));
  for (const edge of graph.edges) {
    const target = nodes.get(edge.to);
    if (!target || isText(target) || edge.type === 'weak') continue;
    const access = accessOf(edge);
    const path = paths.get(edge.from);
    const isCode = path !== undefined &&
      (edge.type === 'slot' || edge.type === 'element');
    const owner = path ?? `${shorten(nodes.get(edge.from)?.text ?? '', 18)} ${
      at(edge.from)}`;
    references.push({
      label: isCode ? path + access : `${owner}: ${edge.name}`,
      edge: access && (isCode ? path + access : at(edge.from) + access),
      from: edge.from, to: edge.to,
      code: isCode ? `${path}${access} = null;` : null,
    });
  }
  const known = new Set<string>();
  return references.filter(({ label }) => {
    const isNew = !known.has(label);
    known.add(label);
    return isNew;
  });
}

export const referenceOfArrow = (
  references: Reference[], { from, to, name }: Arrow,
): Reference | undefined => {
  const same = references.filter((each) => each.from === from &&
    each.to === to);
  return same.find(({ label }) => label.endsWith(name)) ?? same[0];
};

/** What waits in the event loop holds its callback. */
export const referencesOfTasks = (tasks: Task[]): Reference[] =>
  tasks.filter(({ number, type }) =>
    number !== undefined && /^(timeout|interval)$/.test(type))
    .map(({ number, address, callback }) => ({
      label: `timer ${number}${callback ? `, ${callback.text}` : ''}`,
      edge: `timer ${number}`, from: null, to: address ?? 0, code: null,
    }));

/** The engine's own expression for a reference that has no plain name. */
export async function edgeOf(reference: Reference): Promise<string> {
  if (reference.edge) return reference.edge;
  const { chains } = await request('Why.describe',
    { address: reference.to, limit: 50 });
  const hop = chains.map((chain) => chain.at(-1)!).find(({ from }) =>
    from === reference.from);
  if (!hop?.edge) throw new Error(`${reference.label} cannot be cut`);
  return hop.edge;
}
