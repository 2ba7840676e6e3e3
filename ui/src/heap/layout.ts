// Where the boxes stand. The first picture is laid out as a whole by dagre,
// unless it is large; from then on every box keeps its place as long as its
// cell is there, and only new ones are placed: beside what refers to them,
// where there is room. A cell that comes back, as when stepping back and
// forth, gets its old place again.
import { Graph as LayoutGraph, layout as layoutGraph } from '@dagrejs/dagre';
import type { Address, Graph } from '../protocol.ts';
import { ROW, rowMiddle, type Box } from './boxes.ts';

export interface Point {
  x: number;
  y: number;
}
export type Places = ReadonlyMap<Address, Point>;

const COLUMN_GAP = 46;
const ROW_GAP = 14;
/** A larger picture is not worth the time that a whole layout takes: its boxes
 * are placed one by one from the first. */
const WHOLE_MOST = 48;
/** With fewer kept boxes than this share, the picture is a new one. */
const KEPT_SHARE = 0.3;

/** Objects grow: rows that are kept free below a small one, so that the boxes
 * under it need not give way. */
const SPARE_ROWS = [3, 2, 1];

function roomOf({ node, rows, height }: Box): number {
  const grows = /^(object|array|error)$/i.test(node.kind);
  return height + (grows ? (SPARE_ROWS[rows.length] ?? 0) * ROW : 0);
}

/** The arrows between boxes, by way of fields and otherwise. */
export interface Link {
  from: Address;
  to: Address;
  row: number;
}

interface Order {
  left: string;
  right: string;
}

/** Boxes stand in the order of the variables, or of the fields of the first
 * box, that refer to them. Each box is put in order once, so that no two
 * wishes contradict each other. */
function readingOrder(links: Link[], roots: Address[]): Order[] {
  const placed = new Set<Address>();
  const orders: Order[] = [];
  const chain = (addresses: Address[]) => {
    const fresh = addresses.filter((address) => !placed.has(address));
    fresh.forEach((address, index) => {
      const before = fresh[index - 1];
      if (before !== undefined) {
        orders.push({ left: String(before), right: String(address) });
      }
      placed.add(address);
    });
  };
  chain(roots);
  const children = new Map<Address, Address[]>();
  for (const { from, to } of links) {
    children.set(from, [...children.get(from) ?? [], to]);
  }
  for (const list of children.values()) chain([...new Set(list)]);
  return orders;
}

/** What the variables refer to; `isInner` when only those of functions do that
 * were called by others: such objects mostly come to be held by older ones,
 * and stand in the second column from the start. */
interface RootBox {
  address: Address;
  isInner: boolean;
}

function layOutAll(boxes: Box[], links: Link[], roots: RootBox[]): Places {
  const graph = new LayoutGraph({ multigraph: false });
  graph.setGraph({
    rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP, ranker: 'tight-tree',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode('roots', { width: 1, height: 1 });
  for (const box of boxes) {
    graph.setNode(String(box.node.address),
      { width: box.width, height: roomOf(box) });
  }
  for (const { address, isInner } of roots) {
    graph.setEdge('roots', String(address), { minlen: isInner ? 2 : 1 });
  }
  for (const { from, to } of links) {
    if (from !== to) graph.setEdge(String(from), String(to));
  }
  layoutGraph(graph, {
    constraints: readingOrder(links, roots.map(({ address }) => address)),
  });
  return alignColumns(boxes.map((box) => {
    const { x = 0, y = 0 } = graph.node(String(box.node.address));
    return { box, x, y };
  }));
}

/** Boxes of one rank come with their middles in line; their left edges, where
 * arrows end, read better in line. */
function alignColumns(
  centres: { box: Box; x: number; y: number }[],
): Places {
  const left = new Map<number, number>();
  for (const { box, x } of centres) {
    const rank = Math.round(x);
    left.set(rank, Math.min(left.get(rank) ?? Infinity, x - box.width / 2));
  }
  return new Map(centres.map(({ box, x, y }) => [box.node.address, {
    x: Math.round(left.get(Math.round(x)) ?? 0),
    y: Math.round(y - roomOf(box) / 2),
  }]));
}

interface Rectangle extends Point {
  width: number;
  height: number;
}

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width + ROW_GAP && b.x < a.x + a.width + ROW_GAP &&
  a.y < b.y + b.height + ROW_GAP && b.y < a.y + a.height + ROW_GAP;

/** The nearest free place at or below the wished one, or a little above. */
function findRoom(wish: Rectangle, taken: Rectangle[]): Point {
  let y = wish.y;
  for (;;) {
    const hit = taken.find((other) => overlap({ ...wish, y }, other));
    if (!hit) break;
    y = hit.y + hit.height + ROW_GAP;
  }
  const above = findRoomAbove(wish, taken);
  return above !== null && wish.y - above < y - wish.y
    ? { x: wish.x, y: above } : { x: wish.x, y };
}

function findRoomAbove(wish: Rectangle, taken: Rectangle[]): number | null {
  let y = wish.y;
  for (;;) {
    const hit = taken.find((other) => overlap({ ...wish, y }, other));
    if (!hit) return y;
    y = hit.y - wish.height - ROW_GAP;
    if (wish.y - y > 200) return null;
  }
}

const place = (box: Box, { x, y }: Point): Rectangle =>
  ({ x, y, width: box.width, height: roomOf(box) });

/** Boxes that stay, in reading order; one that has grown into the one below
 * pushes that down. */
function keepPlaces(kept: Box[], places: Places): Map<Address, Rectangle> {
  const stay = kept
    .map((box) => ({ box, at: places.get(box.node.address)! }))
    .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
  const taken = new Map<Address, Rectangle>();
  for (const { box, at } of stay) {
    const wish = { ...at, width: box.width, height: box.height };
    for (;;) {
      const hit = [...taken.values()].find((other) =>
        wish.x < other.x + other.width && other.x < wish.x + wish.width &&
        wish.y < other.y + other.height + 4 &&
        other.y < wish.y + wish.height + 4);
      if (!hit) break;
      wish.y = hit.y + hit.height + ROW_GAP;
    }
    taken.set(box.node.address, wish);
  }
  // others are placed with room for these to grow
  for (const { box } of stay) {
    const { address } = box.node;
    taken.set(address, place(box, taken.get(address)!));
  }
  return taken;
}

/** The wished place of a new box: right of what refers to it, level with the
 * field; of a root, in the first column below the others. */
function wishFor(
  box: Box, links: Link[], boxes: Map<Address, Box>,
  taken: Map<Address, Rectangle>, isInner: boolean,
): Point {
  const address = box.node.address;
  const from = links.find((link) => link.to === address &&
    link.from !== address && taken.has(link.from));
  const parent = from && taken.get(from.from);
  if (from && parent) {
    return {
      x: parent.x + (boxes.get(from.from)?.width ?? 0) + COLUMN_GAP,
      y: Math.round(parent.y + rowMiddle(from.row) - rowMiddle(-1)),
    };
  }
  const all = [...taken.values()];
  const left = Math.min(...all.map(({ x }) => x), Infinity);
  const to = links.find((link) => link.from === address && taken.has(link.to));
  const child = to && taken.get(to.to);
  if (child && child.x - box.width - COLUMN_GAP >= left) {
    return { x: child.x - box.width - COLUMN_GAP, y: child.y };
  }
  const first = all.filter(({ x }) => x < left + 40);
  if (isInner && first.length) {
    const x = Math.max(...first.map(({ x: at, width }) => at + width)) +
      COLUMN_GAP;
    const second = all.filter((other) => other.x + other.width > x &&
      other.x < x + box.width);
    return { x, y: bottomOf(second) };
  }
  return { x: all.length ? left : 0, y: bottomOf(first) };
}

const bottomOf = (column: Rectangle[]): number => column.length
  ? Math.max(...column.map(({ y, height }) => y + height)) + ROW_GAP : 0;

function rootsOf(graph: Graph): RootBox[] {
  const outermost = Math.max(...graph.roots.map(({ frame }) => frame), 0);
  const outerName = graph.roots.find(({ frame }) =>
    frame === outermost)?.function;
  const roots = new Map<Address, RootBox>();
  // the script's own variables first: they stand on top, in their order
  const ordered = [...graph.roots].sort((a, b) =>
    Number(b.frame === outermost) - Number(a.frame === outermost));
  for (const { frame, to, function: name } of ordered) {
    // of a deep recursion, the outermost frame shown is one like the others
    const isInner = frame !== outermost && name !== outerName;
    if (!roots.has(to)) roots.set(to, { address: to, isInner });
  }
  return [...roots.values()];
}

export class Layout {
  places: Places = new Map();
  /** Of every cell seen since the last whole layout, here or not. */
  private readonly remembered = new Map<Address, Point>();

  /** The places for a graph; true when the picture is a new one. */
  update(boxes: Map<Address, Box>, links: Link[], graph: Graph): boolean {
    const all = [...boxes.values()];
    const known = all.filter(({ node }) => this.remembered.has(node.address));
    const isNew = !this.remembered.size ||
      (all.length > 4 && known.length < all.length * KEPT_SHARE);
    if (isNew) this.layOut(all, links, graph);
    else this.placeNew(all, boxes, links, rootsOf(graph));
    for (const [address, point] of this.places) {
      this.remembered.set(address, point);
    }
    return isNew;
  }

  /** Forgets all places: the next picture is laid out as a whole. */
  forget(): void {
    this.remembered.clear();
    this.places = new Map();
  }

  private layOut(boxes: Box[], links: Link[], graph: Graph): void {
    this.remembered.clear();
    this.places = new Map();
    if (boxes.length > WHOLE_MOST) {
      const byAddress = new Map(boxes.map((box) => [box.node.address, box]));
      this.placeNew(boxes, byAddress, links, rootsOf(graph));
      return;
    }
    const shown = new Set(boxes.map(({ node }) => node.address));
    const roots = rootsOf(graph).filter(({ address }) => shown.has(address));
    this.places = layOutAll(boxes, links, roots);
  }

  private placeNew(
    all: Box[], boxes: Map<Address, Box>, links: Link[], roots: RootBox[],
  ): void {
    const inner = new Set(roots.filter(({ isInner }) => isInner)
      .map(({ address }) => address));
    const here = (box: Box) => this.places.has(box.node.address);
    const taken = keepPlaces(all.filter(here), this.places);
    for (const box of all) {
      if (here(box)) continue;
      const wish = this.remembered.get(box.node.address) ??
        wishFor(box, links, boxes, taken, inner.has(box.node.address));
      const room = findRoom(place(box, wish), [...taken.values()]);
      taken.set(box.node.address, place(box, room));
    }
    this.places = new Map([...taken].map(([address, { x, y }]) =>
      [address, { x, y }]));
  }
}
