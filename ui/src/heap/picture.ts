// From the graph of a moment to a picture: boxes in their places and arrows
// between them. Holds the layout, which has a memory; the rest is made anew.
import type { Address, Graph, GraphNode } from '../protocol.ts';
import { boxOf, rowMiddle, type Box } from './boxes.ts';
import { kindMark } from './kinds.ts';
import { Layout, type Link, type Point } from './layout.ts';

export interface Rectangle extends Point {
  width: number;
  height: number;
}

export interface Placed {
  box: Box;
  place: Point;
}

export interface Arrow {
  key: string;
  from: Address;
  to: Address;
  /** The row it starts from, -1 the head. */
  row: number;
  name: string;
  weak: boolean;
  /** Of the engine, not of the program: what a function is made of. */
  internal: boolean;
  /** One of very many from the same row. */
  crowded: boolean;
  path: string;
}

export interface Picture {
  boxes: Map<Address, Placed>;
  arrows: Arrow[];
  all: Rectangle;
  isNew: boolean;
}

export interface Filter {
  strings: boolean;
  functions: boolean;
}

/** From one row, more arrows than this are drawn faintly: so many lines would
 * be a black wedge over what is behind them. */
const CROWD = 12;

export function isDrawn(node: GraphNode, filter: Filter): boolean {
  const { family } = kindMark(node.kind);
  return (filter.strings || family !== 'string') &&
    (filter.functions || family !== 'function');
}

interface Wire extends Link {
  name: string;
  weak: boolean;
  internal: boolean;
}

/** An arrow for each field that refers to a box, and for each other edge. */
function wiresOf(graph: Graph, boxes: Map<Address, Box>): Wire[] {
  const wires: Wire[] = [];
  const known = new Set<string>();
  for (const { node, rows } of boxes.values()) {
    rows.forEach(({ name, target }, row) => {
      if (target === null || !boxes.has(target)) return;
      wires.push({ from: node.address, to: target, row, name, weak: false,
        internal: false });
      known.add(`${node.address}>${target}`);
    });
  }
  for (const { from, to, name, type } of graph.edges) {
    if (known.has(`${from}>${to}`) || !boxes.has(from) || !boxes.has(to)) {
      continue;
    }
    known.add(`${from}>${to}`);
    // a field beyond those that are shown: from the row that counts them
    const isField = ['slot', 'element', 'variable'].includes(type);
    const rows = boxes.get(from)!.rows;
    const row = isField && rows.at(-1)?.value === null ? rows.length - 1 : -1;
    wires.push({ from, to, row, name, weak: type === 'weak',
      internal: type === 'internal' });
  }
  return wires;
}

/** From the right edge of a row to the head of another box: a short curve when
 * that lies to the right, a loop when it does not. */
function pathOf(wire: Wire, from: Placed, to: Placed): string {
  const x1 = from.place.x + from.box.width - 7;
  const y1 = from.place.y + rowMiddle(wire.row);
  const headY = to.place.y + rowMiddle(-1);
  const right = from.place.x + from.box.width;
  if (wire.from === wire.to) {
    const x = right + 22;
    return `M${x1} ${y1} C${x} ${y1} ${x} ${headY} ${right + 1} ${headY}`;
  }
  if (to.place.x > right + 8) {
    const bend = Math.max(26, (to.place.x - x1) * 0.5);
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${to.place.x - bend} ${headY} ${
      to.place.x - 1} ${headY}`;
  }
  const targetRight = to.place.x + to.box.width;
  const out = Math.max(right, targetRight) + 26 +
    Math.min(40, Math.abs(headY - y1) * 0.12);
  return `M${x1} ${y1} C${out} ${y1} ${out} ${headY} ${targetRight + 1} ${
    headY}`;
}

function boundsOf(boxes: Iterable<Placed>): Rectangle {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const { box, place } of boxes) {
    left = Math.min(left, place.x);
    top = Math.min(top, place.y);
    right = Math.max(right, place.x + box.width);
    bottom = Math.max(bottom, place.y + box.height);
  }
  return right < left ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

export class Painter {
  private readonly layout = new Layout();

  tidy(): void {
    this.layout.forget();
  }

  paint(graph: Graph, filter: Filter): Picture {
    const nodes = graph.nodes.filter((node) => isDrawn(node, filter));
    const shown = new Set(nodes.map(({ address }) => address));
    const sized = new Map(nodes.map((node) =>
      [node.address, boxOf(node, shown)]));
    const wires = wiresOf(graph, sized);
    const isNew = this.layout.update(sized, wires, graph);
    const boxes = new Map<Address, Placed>();
    for (const [address, box] of sized) {
      const place = this.layout.places.get(address);
      if (place) boxes.set(address, { box, place });
    }
    const sources = new Map<string, number>();
    const sourceOf = ({ from, row }: Wire) => `${from}/${row}`;
    for (const wire of wires) {
      sources.set(sourceOf(wire), (sources.get(sourceOf(wire)) ?? 0) + 1);
    }
    const arrows = wires.map((wire): Arrow => ({
      key: `${wire.from}>${wire.to}/${wire.name}`,
      from: wire.from, to: wire.to, row: wire.row, name: wire.name,
      weak: wire.weak, internal: wire.internal,
      crowded: sources.get(sourceOf(wire))! > CROWD,
      path: pathOf(wire, boxes.get(wire.from)!, boxes.get(wire.to)!),
    }));
    return { boxes, arrows, all: boundsOf(boxes.values()), isNew };
  }
}
