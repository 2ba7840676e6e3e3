// The page as a tree: the nodes of the document, with their listeners, and the
// trees that are off the page and still reached, with those who hold them.
import { effect, signal } from '@preact/signals';
import { request } from '../connection.ts';
import { Panel } from '../draw/panel.tsx';
import { Chip } from '../draw/value.tsx';
import { plural, shorten } from '../model/format.ts';
import { now } from '../model/store.ts';
import { aside } from '../model/time.ts';
import type { Address, Edge, Graph, GraphNode } from '../protocol.ts';
import { isShownPanel } from './panels.ts';

interface TreeNode {
  node: GraphNode;
  children: TreeNode[];
  /** Texts of the functions that are called, by event. */
  listeners: { event: string; callback: GraphNode | undefined }[];
  /** References from what is no node. */
  holders: { name: string; from: GraphNode }[];
}

interface Page { document: TreeNode; detached: TreeNode[] }

const page = signal<Page | null>(null);

const IS_NODE = /^dom_(document|element|text|node)$/i;
const IS_HOLDER = /^(variable|slot|element|entry)$/;

function treeOf({ nodes, edges }: Graph, root: Address): Page | null {
  const all = new Map(nodes.map((node) => [node.address, node]));
  const out = new Map<Address, Edge[]>();
  for (const edge of edges) {
    out.set(edge.from, [...out.get(edge.from) ?? [], edge]);
  }
  const along = (from: Address | undefined, name: string) =>
    from === undefined ? undefined
      : out.get(from)?.find((edge) => edge.name === name)?.to;
  const made = new Map<Address, TreeNode>();
  for (const node of nodes.filter(({ kind }) => IS_NODE.test(kind))) {
    const held = along(node.address, 'listeners');
    made.set(node.address, {
      node, children: [],
      listeners: (held === undefined ? [] : out.get(held) ?? []).map((edge) => ({
        event: edge.name.replace(/^listener /, ''),
        callback: all.get(along(edge.to, 'callback') ?? 0),
      })),
      holders: edges.filter(({ to, type, from }) => to === node.address &&
        IS_HOLDER.test(type) && all.has(from)).map(({ name, from }) =>
        ({ name, from: all.get(from)! })),
    });
  }
  for (const [address, tree] of made) {
    for (let child = along(address, 'firstChild'), most = 60;
      child !== undefined && most > 0; most--) {
      const next = made.get(child);
      if (next) tree.children.push(next);
      child = along(child, 'nextSibling');
    }
  }
  const document = made.get(root);
  if (!document) return null;
  const isRoot = ({ node }: TreeNode) => node.address !== root &&
    along(node.address, 'parentNode') === undefined &&
    /^detached/.test(node.text);
  return { document, detached: [...made.values()].filter(isRoot) };
}

async function read(): Promise<Page | null> {
  try {
    const { value } = await request('Why.evaluate', { expression: 'document' });
    if (value.address === undefined) return null;
    const graph = await request('Heap.graph',
      { limit: 600, around: value.address });
    return treeOf(graph, value.address);
  } catch {
    return null; // a program without a page
  }
}

effect(() => {
  const snapshot = now.value;
  if (!snapshot || !isShownPanel('page')) {
    page.value = null;
    return;
  }
  const { moment } = snapshot.state;
  const isHere = () => now.peek()?.state.moment === moment;
  void aside(async () => isHere() ? read() : null).then((found) => {
    if (isHere()) page.value = found;
  });
});

const nameOf = ({ text }: GraphNode): string => shorten(
  text.replace(/^detached /, ''), 24);

function Branch({ tree, isOff = false }: { tree: TreeNode; isOff?: boolean }) {
  const { node, children, listeners, holders } = tree;
  return (
    <li>
      <span class="page-node"><Chip address={node.address} text={nameOf(node)} />
        {isOff && <span class="tag tag-changed">off the page</span>}
        {listeners.map(({ event, callback }, index) => (
          <span key={index} class="page-listener">{event} →{' '}
            {callback ? <Chip address={callback.address}
              text={shorten(callback.text, 16)} /> : 'a listener'}</span>
        ))}
        {isOff && holders.map(({ name, from }, index) => (
          <span key={index} class="page-holder">held by <b>{name}</b> of{' '}
            <Chip address={from.address} text={shorten(from.text, 16)} /></span>
        ))}
      </span>
      {children.length > 0 && <ul>{children.map((child) => (
        <Branch key={child.node.address} tree={child} />))}</ul>}
    </li>
  );
}

export function PageTree() {
  const here = page.value;
  return (
    <Panel name="page" title="The page" aside={here && <span class="of">{
      plural(here.detached.length, 'tree')} off the page</span>}>
      <div class="page-tree scrolls" tabIndex={0} role="group"
        aria-label="The page">
        {!here ? <p class="empty">This program has no page.</p> : (
          <ul aria-label="Nodes of the document, and trees off it">
            <Branch tree={here.document} />
            {here.detached.map((tree) => (
              <Branch key={tree.node.address} tree={tree} isOff />))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
