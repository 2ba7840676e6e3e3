// What things are called in the learner's program: from a variable along
// properties and items, the shortest way.
import { now, type Snapshot } from '../model/store.ts';
import type { Address, Edge, Graph, GraphNode } from '../protocol.ts';

const IS_NAME = /^[A-Za-z_$][\w$]*$/;

/** Of a slot or an item, as code says it; null for what code cannot name. */
function accessOf({ name, type }: Edge): string | null {
  if (type === 'element') return name;
  if (type !== 'slot') return null;
  return IS_NAME.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

export interface Named {
  address: Address;
  /** `list[0].child` */
  path: string;
  node: GraphNode;
}

/** All that can be named here, nearest first. */
export function namedCells(graph: Graph): Named[] {
  const nodes = new Map(graph.nodes.map((node) => [node.address, node]));
  const found = new Map<Address, Named>();
  const add = (address: Address, path: string) => {
    const node = nodes.get(address);
    if (node && !found.has(address)) found.set(address, { address, path, node });
  };
  for (const { name, to } of graph.roots) {
    if (IS_NAME.test(name) && name !== 'this') add(to, name);
  }
  // a Map is walked in the order in which it grows
  for (const { address, path } of found.values()) {
    for (const edge of graph.edges) {
      const access = edge.from === address ? accessOf(edge) : null;
      if (access !== null) add(edge.to, path + access);
    }
  }
  return [...found.values()];
}

const HOLDERS = /^(object|array|function|error|map|set|date|promise|dom)/i;

/** Those that can be given properties. */
export const namedObjects = ({ graph }: Snapshot): Named[] =>
  namedCells(graph).filter(({ node }) => HOLDERS.test(node.kind));

export const pathOf = (address: Address): string | null => {
  const snapshot = now.value;
  if (!snapshot) return null;
  return namedCells(snapshot.graph).find((each) =>
    each.address === address)?.path ?? null;
};

/** `.key` or `["a key"]` or `[3]` behind a path. */
export function accessTo(key: string): string {
  if (IS_NAME.test(key)) return `.${key}`;
  return /^\d+$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

/** A name that no variable of the program has yet: `node1`, `node2`... */
export function freshName(stem: string, text: string): string {
  for (let number = 1; ; number++) {
    const name = `${stem}${number}`;
    if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
  }
}
